using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>The page of an error.</summary>
public static class ErrorHtml
{
    public static Html Page(Conn conn, ErrorInfo error) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{error.Title} · Zhar showcase</title>
            <link rel="stylesheet" href="{conn.StaticPath("/app.css")}">
            <link rel="icon" href="{conn.StaticPath("/ember.svg")}" type="image/svg+xml">
          </head>
          <body class="problem">
            <main>
              <p class="code">{error.Status}</p>
              <h1>{Title(error)}</h1>
              <p>{Advice(error)}</p>
              <p><a class="button" href="/">To the start</a></p>
            </main>
          </body>
        </html>
        """;

    private static string Title(ErrorInfo error) => error.Status switch
    {
        403 => "Not for you",
        404 => "There is nothing here",
        _ => error.Title,
    };

    private static string Advice(ErrorInfo error) => error.Status switch
    {
        >= 500 => "Something went wrong on our side. It is in the log, and the rest of the program goes on.",
        403 => "This belongs to somebody else, or the form was open for too long. Reload the page before it and try again.",
        404 => "The address may be old, or mistyped.",
        _ => "The request was not understood.",
    };
}
