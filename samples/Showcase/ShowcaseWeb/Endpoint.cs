using Zhar.Live;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>The door of the showcase: what every request passes through before the router.</summary>
public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets()
        .RequestId()
        .Telemetry()
        .ParseBody()
        .Session()
        .LiveSocket("/live")
        .Router<Router>();

    /// <summary>What a reader sees when something is not there or goes wrong; in development the debug page takes its place.</summary>
    protected override Html RenderError(Conn conn, ErrorInfo error) => ErrorHtml.Page(conn, error);
}
