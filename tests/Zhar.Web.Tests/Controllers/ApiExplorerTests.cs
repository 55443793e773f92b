using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>What OpenAPI generators see.</summary>
public sealed class ApiExplorerTests
{
    [Fact]
    public void The_explorer_of_aspnet_core_describes_actions_with_parameters_and_responses()
    {
        var services = new ServiceCollection().AddLogging().AddRouting().AddEndpointsApiExplorer();
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new HostingEnvironment());
        services.AddSingleton<Microsoft.AspNetCore.Routing.EndpointDataSource>(new Microsoft.AspNetCore.Routing.DefaultEndpointDataSource(
            Endpoint("GET", "/users/{id}", UserController.Actions.Show), Endpoint("GET", "/users", UserController.Actions.Index)));
        using var provider = services.BuildServiceProvider();

        var all = provider.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items.SelectMany(g => g.Items).ToDictionary(d => d.RelativePath!);

        Assert.Equal([("id", "Path", typeof(int))], all["users/{id}"].ParameterDescriptions.Select(p => (p.Name, p.Source.Id, p.Type)));
        Assert.Equal([("page", "Query"), ("q", "Query"), ("role", "Query")], all["users"].ParameterDescriptions.Select(p => (p.Name, p.Source.Id)));
        Assert.Contains(all["users/{id}"].SupportedResponseTypes.Select(r => (r.StatusCode, r.Type)), r => r == (200, typeof(UserData)));
    }

    [Fact]
    public async Task The_openapi_document_of_a_running_endpoint_has_its_routes()
    {
        await using var app = await Support.FunctionEndpoint.Start(
            static p => p.Use(static a => a.UseRouting().UseEndpoints(static e => e.MapOpenApi())),
            static s =>
            {
                s.Resources<UserController>("/api/users", only: [ResourceAction.Index, ResourceAction.Show]);
                s.Get("/hidden", Support.Actions.Text("")).ExcludeFromDescription();
            },
            services: static s => s.AddSingleton<Users>().AddSingleton(TimeProvider.System).AddRouting().AddOpenApi());

        var conn = await app.Conn().Get("/openapi/v1.json");
        Assert.Equal(200, conn.Status);
        using var document = System.Text.Json.JsonDocument.Parse(conn.Body);

        var paths = document.RootElement.GetProperty("paths");
        Assert.Equal(["/api/users", "/api/users/{id}"], paths.EnumerateObject().Select(static p => p.Name).Order());
        var id = Assert.Single(paths.GetProperty("/api/users/{id}").GetProperty("get").GetProperty("parameters").EnumerateArray().ToArray());
        Assert.Equal(("id", "path", true), (id.GetProperty("name").GetString(), id.GetProperty("in").GetString(), id.GetProperty("required").GetBoolean()));
        Assert.Equal(["page", "q", "role"], paths.GetProperty("/api/users").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(static p => p.GetProperty("name").GetString()).Order());
    }

    private static Microsoft.AspNetCore.Http.Endpoint Endpoint(string verb, string template, ActionRef action)
    {
        var builder = new Microsoft.AspNetCore.Routing.RouteEndpointBuilder(action.Invoke, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(template), 0);
        builder.Metadata.Add(new Microsoft.AspNetCore.Routing.HttpMethodMetadata([verb]));
        foreach (var item in action.Metadata)
            builder.Metadata.Add(item);
        return builder.Build();
    }

    private sealed class HostingEnvironment : Microsoft.Extensions.Hosting.IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";

        public string ApplicationName { get; set; } = "Shop";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
