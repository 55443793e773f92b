using Zhar.Web;

namespace BlogWeb;

/// <summary>The door of the blog: what every request passes through before the router.</summary>
public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets()
        .RequestId()
        .Telemetry()
        .ParseBody()
        .Session()
        .Router<Router>();

    /// <summary>What a reader sees when something is not there or goes wrong; in development the debug page takes its place.</summary>
    protected override Html RenderError(Conn conn, ErrorInfo error) => Problem(conn, error);

    private static Html Problem(Conn conn, ErrorInfo error) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{error.Title} · The blog</title>
            <link rel="stylesheet" href="{conn.StaticPath("/app.css")}">
            <link rel="icon" href="data:,">
          </head>
          <body class="problem">
            <p class="code">{error.Status}</p>
            <h1>{(error.Status == 404 ? "There is nothing here" : error.Title)}</h1>
            <p>{(error.Status >= 500 ? "Something went wrong on our side." : "The address may be old, or mistyped.")} <a href="/">To the posts</a></p>
          </body>
        </html>
        """;
}
