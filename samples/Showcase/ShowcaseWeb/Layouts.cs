using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>What goes around every page.</summary>
public static class Layouts
{
    private static readonly (string Path, string Name)[] Parts =
    [
        ("/counter", "Counter"),
        ("/chat", "Chat"),
        ("/blog", "Blog"),
        ("/board", "Board"),
        ("/kv", "Store"),
        ("/users", "Users"),
    ];

    /// <summary>Around all pages, live or not, but the chat.</summary>
    public static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            {Head(conn)}
            {conn.CoreStylesheet()}
            <link rel="stylesheet" href="{conn.StaticPath("/app.css")}">
            <link rel="stylesheet" href="{conn.StaticPath("/site.css")}">
            {conn.LiveScripts(hooks: conn.StaticPath("/hooks.js"))}
          </head>
          <body>
            {Bar(conn, "#main")}
            <main id="main">{inner}</main>
            <footer class="site-foot"><p>Rendered on the server, kept alive by supervisors. The only script of its own moves cards and text: <a href="{conn.StaticPath("/hooks.js")}">hooks.js</a>.</p></footer>
          </body>
        </html>
        """;

    /// <summary>Around the chat, which has a style and scripts of its own and fills the window.</summary>
    public static Html Chat(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            {Head(conn)}
            <link rel="stylesheet" href="{conn.StaticPath("/chat.css")}">
            <link rel="stylesheet" href="{conn.StaticPath("/site.css")}">
            {conn.LiveScripts(hooks: conn.StaticPath("/chat.js"))}
          </head>
          <body class="full">
            {Bar(conn, "#chat")}
            {inner}
            {FormTag("/login", conn.CsrfToken, default, method: "delete", rest: Attrs.Of(("id", ChatWeb.Layouts.LeaveForm)))}
          </body>
        </html>
        """;

    /// <summary>Around the pages of controllers.</summary>
    public static Html App(Conn conn, Html inner) => $"""
        {Each(conn.Flash, f => f.Key, f => $"""<p class="{Class("notice", f.Key)}" role="{(f.Key == "error" ? "alert" : "status")}">{f.Value}</p>""")}
        {inner}
        """;

    /// <summary>Around live pages.</summary>
    public static Html Live(LiveSocket socket, Html inner) => $"""
        {CoreComponents.FlashGroup(socket.Flash)}
        {inner}
        """;

    private static Html Head(Conn conn) => $"""
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fff9f3">
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#15110f">
        {conn.LiveTitle("Zhar showcase", suffix: " · Zhar")}
        <link rel="icon" href="{conn.StaticPath("/ember.svg")}" type="image/svg+xml">
        """;

    private static Html Bar(Conn conn, string content) => $"""
        <a class="skip" href="{content}">Skip to the content</a>
        <header class="site-top">
          <div class="site-bar">
            <a class="site-brand" href="/"><img src="{conn.StaticPath("/ember.svg")}" alt="" width="28" height="28">Zhar</a>
            <nav class="site-parts" aria-label="Parts">{Each(Parts, part => $"""<a href="{part.Path}" aria-current="{(IsAt(conn, part.Path) ? "page" : null)}">{part.Name}</a>""")}</nav>
            <div class="site-who">{Who(conn)}</div>
          </div>
        </header>
        """;

    private static Html Who(Conn conn) => If(
        conn.TryGet(Visitor.Key, out var visitor) && visitor.User is not null,
        () => $"""<a class="me" href="{Paths.Users.Show(visitor!.User!.Id)}">{visitor.Name}</a>{ButtonTo("Log out", "/login", conn.CsrfToken, "delete", Attrs.Of(("class", "quiet")))}""",
        () => $"""<a href="/login">Log in</a><a class="button" href="/signup">Sign up</a>""");

    private static bool IsAt(Conn conn, string path) => conn.Request.Path.StartsWithSegments(path);
}
