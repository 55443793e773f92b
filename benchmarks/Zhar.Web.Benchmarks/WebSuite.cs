using Zhar.Benchmarks.Web.Chapters;

namespace Zhar.Benchmarks.Web;

/// <summary>All rows of the web layer: requests beside ASP.NET Core and FastEndpoints, channels beside SignalR and bare WebSockets.</summary>
internal static class WebSuite
{
    internal static IReadOnlyList<IChapter> Chapters { get; } =
    [
        new JsonRequests(),
        new HtmlPages(),
        new DatabaseRequests(),
        new SocketMemory(),
        new Broadcasts(),
        new Echoes(),
        new TenThousandSockets(),
    ];

    internal static Task<int> Run(Options options) => new Suite("web", "The web layer", Chapters).Run(options);
}
