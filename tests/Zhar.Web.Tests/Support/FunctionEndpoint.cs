using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Support;

/// <summary>What a test plugs and routes, as services of its own endpoint.</summary>
public sealed record Wiring(Action<PlugBuilder> Plugs, Action<RouteScope> Routes, Action<EndpointOptions>? Options = null, Action<KestrelServerOptions>? Server = null);

/// <summary>An endpoint that a test describes in place.</summary>
public sealed class FunctionEndpoint(Wiring wiring) : EndpointBase
{
    public static Task<ConnTest> Start(
        Action<PlugBuilder> plugs, Action<RouteScope> routes, Action<EndpointOptions>? options = null, string environment = "Test", Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings) =>
        ConnTest.Start<FunctionEndpoint>(
            settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value)),
            s =>
            {
                s.AddSingleton(new Wiring(plugs, routes, options));
                services?.Invoke(s);
            },
            environment);

    protected override void ConfigureServer(KestrelServerOptions server) => wiring.Server?.Invoke(server);

    protected override void Configure(EndpointOptions options) => wiring.Options?.Invoke(options);

    protected override void Plugs(PlugBuilder p)
    {
        wiring.Plugs(p);
        p.Router<FunctionRouter>();
    }
}

/// <summary>Its router.</summary>
public sealed class FunctionRouter(Wiring wiring) : Zhar.Web.Router
{
    protected override void Routes() => Scope("/", wiring.Routes);
}

/// <summary>Actions of tests.</summary>
public static class Actions
{
    public static RequestDelegate Text(string text) => conn => conn.SendText(text);

    public static RequestDelegate Text(Func<Conn, string?> text) => conn => conn.SendText(text(conn) ?? "(null)");

    public static RequestDelegate Do(Action<Conn> action) => conn =>
    {
        action(conn);
        return Task.CompletedTask;
    };
}
