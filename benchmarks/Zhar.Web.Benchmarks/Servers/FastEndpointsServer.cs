using FastEndpoints;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>FastEndpoints, with the same JSON and EF Core.</summary>
internal static class FastEndpointsServer
{
    internal static Task Run()
    {
        var builder = BenchServer.Builder();
        builder.Services.AddFastEndpoints();
        UsersContext.Add(builder.Services);
        var app = builder.Build();
        app.UseFastEndpoints(static c => c.Serializer.Options.TypeInfoResolverChain.Insert(0, PayloadJson.Default));
        return BenchServer.Run(app);
    }
}

public sealed class HelloEndpoint : EndpointWithoutRequest<Hello>
{
    public override void Configure()
    {
        Get("/api/hello");
        AllowAnonymous();
    }

    public override Task HandleAsync(CancellationToken ct) => Send.OkAsync(Hello.Make(), ct);
}

public sealed class UsersEndpoint(UsersContext users) : EndpointWithoutRequest<UserList>
{
    public override void Configure()
    {
        Get("/api/users");
        AllowAnonymous();
    }

    public override async Task HandleAsync(CancellationToken ct) => await Send.OkAsync(await users.First(), ct);
}
