#if (live)
using Zhar.Live;
#endif
using Zhar.Web;
#if (live)
using static Zhar.Live.CoreComponents;
#endif
using static Zhar.Web.Markup;

namespace MyAppWeb;

/// <summary>What goes around every page.</summary>
public static class Layouts
{
#if (!live)
    /// <summary>The title of a page: <c>conn.Assign(Layouts.Title, "About")</c>.</summary>
    public static readonly AssignKey<string> Title = new("title");

#endif
    /// <summary>The document. It is made once for a page, and is not part of what live pages update.</summary>
    public static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
#if (live)
            {conn.LiveTitle("MyApp")}
            {conn.CoreStylesheet()}
#else
            <title>{(conn.TryGet(Title, out var title) ? $"{title} · MyApp" : "MyApp")}</title>
#endif
            <link rel="stylesheet" href="{conn.StaticPath("/app.css")}">
            <link rel="icon" href="{conn.StaticPath("/favicon.svg")}">
#if (live)
            {conn.LiveScripts()}
#endif
          </head>
          <body>
            <header class="top">
              <a class="brand" href="/"><img src="{conn.StaticPath("/favicon.svg")}" alt="" width="28" height="28"> MyApp</a>
            </header>
            {inner}
          </body>
        </html>
        """;

    /// <summary>Around the pages of controllers: the messages that a request has left.</summary>
    public static Html App(Conn conn, Html inner) => $"""
        <main>
          {Each(conn.Flash, f => f.Key, f => $"<p class=\"flash {f.Key}\" role=\"{(f.Key == "error" ? "alert" : "status")}\">{f.Value}</p>")}
          {inner}
        </main>
        """;
#if (live)

    /// <summary>Around live pages, and live itself.</summary>
    public static Html Live(LiveSocket socket, Html inner) => $"""
        <main>
          {FlashGroup(socket.Flash)}
          {inner}
        </main>
        """;
#endif
}
