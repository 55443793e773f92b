namespace Zhar.Benchmarks.Web.Servers;

/// <summary>ASP.NET Core minimal API, with the request delegates of the framework and EF Core.</summary>
internal static class MinimalServer
{
    internal static Task Run()
    {
        var builder = BenchServer.Builder();
        builder.Services.ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, PayloadJson.Default));
        UsersContext.Add(builder.Services);
        var app = builder.Build();
        app.MapGet("/api/hello", static () => Hello.Make());
        app.MapGet("/api/users", static (UsersContext users) => users.First());
        return BenchServer.Run(app);
    }
}
