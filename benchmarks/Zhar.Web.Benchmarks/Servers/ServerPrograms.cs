namespace Zhar.Benchmarks.Web.Servers;

/// <summary>The servers by name.</summary>
internal static class ServerPrograms
{
    internal const string Zhar = "zhar";
    internal const string Minimal = "minimal";
    internal const string Mvc = "mvc";
    internal const string FastEndpoints = "fastendpoints";
    internal const string Bare = "bare";
    internal const string SignalR = "signalr";

    internal static IReadOnlyDictionary<string, Func<string[], Task>> All { get; } = new Dictionary<string, Func<string[], Task>>
    {
        [Zhar] = static _ => ZharProgram.Run<BenchApplication>(),
        [Minimal] = static _ => MinimalServer.Run(),
        [Mvc] = static _ => MvcServer.Run(),
        [FastEndpoints] = static _ => FastEndpointsServer.Run(),
        [Bare] = static _ => BareServer.Run(),
        [SignalR] = static _ => SignalRServer.Run(),
    };

    internal static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        [Zhar] = "Zhar",
        [Minimal] = "minimal API",
        [Mvc] = "MVC",
        [FastEndpoints] = "FastEndpoints",
        [Bare] = "bare WebSocket",
        [SignalR] = "SignalR",
    };
}
