using Zhar.Web;
using static Zhar.Web.Markup;

namespace BlogWeb;

/// <summary>What goes around every page.</summary>
public static class Layouts
{
    public static readonly AssignKey<string> Title = new("title");

    public static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{(conn.TryGet(Title, out var title) ? $"{title} · The blog" : "The blog")}</title>
            <link rel="stylesheet" href="{conn.StaticPath("/app.css")}">
            <link rel="icon" href="data:,">
          </head>
          <body>
            <header class="top">
              <a class="name" href="/">The blog</a>
              <nav><a href="{Paths.Posts.Index()}">Posts</a><a class="button primary" href="{Paths.Posts.New()}">New post</a></nav>
            </header>
            <main>
              {Each(conn.Flash, f => f.Key, f => $"<p class=\"flash {f.Key}\" role=\"{(f.Key == "error" ? "alert" : "status")}\">{f.Value}</p>")}
              {inner}
            </main>
            <footer class="foot">Pages from the server, data from one file. The same posts are <a href="/api/posts">JSON</a>.</footer>
          </body>
        </html>
        """;
}
