using Zhar.Web;

namespace MyAppWeb;

/// <summary>The page for what is not there and for what goes wrong. It stands alone: whatever broke may be a part of the layout.</summary>
public static class ErrorHtml
{
    public static Html Page(ErrorInfo error) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{error.Title}</title>
            <link rel="stylesheet" href="/app.css">
          </head>
          <body class="problem">
            <main>
              <p class="status">{error.Status}</p>
              <h1>{(error.Status == 404 ? "There is nothing here" : error.Title)}</h1>
              <p>{(error.Status >= 500 ? "Something went wrong on our side. We have written it down." : "The address may be old, or mistyped.")}</p>
              <p><a href="/">To the first page</a></p>
            </main>
          </body>
        </html>
        """;
}
