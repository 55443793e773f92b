using Zhar.Live;
using Zhar.Web;

namespace ChatWeb;

/// <summary>The door of the chat: what every request passes through before the router.</summary>
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

    /// <summary>What people see when something is not there or goes wrong; in development the debug page takes its place.</summary>
    protected override Html RenderError(Conn conn, ErrorInfo error) => Layouts.Page(conn, error.Title, $"""
        <main class="gate">
          <div class="card">
            <p class="code">{error.Status}</p>
            <h1>{(error.Status == 404 ? "There is no such room" : error.Title)}</h1>
            <p class="lead">{(error.Status >= 500 ? "Something went wrong on our side." : "The address may be old, or mistyped.")}</p>
            <a class="button" href="/">To the chat</a>
          </div>
        </main>
        """);
}
