using Zhar.Benchmarks.Live.Servers;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>The servers by name, where the code that is shared with the web layer's benchmarks looks for them.</summary>
internal static class ServerPrograms
{
    internal const string Zhar = "zhar";
    internal const string Bare = "bare";
    internal const string Blazor = "blazor";

    internal static IReadOnlyDictionary<string, Func<string[], Task>> All { get; } = new Dictionary<string, Func<string[], Task>>
    {
        [Zhar] = static _ => ZharProgram.Run<LiveApplication>(),
        [Bare] = static _ => BareServer.Run(),
        [Blazor] = static _ => BlazorServer.Run(),
    };

    internal static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        [Zhar] = "Zhar",
        [Bare] = "bare WebSocket",
        [Blazor] = "Blazor Server",
    };
}
