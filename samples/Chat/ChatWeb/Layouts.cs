using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace ChatWeb;

/// <summary>What goes around every page.</summary>
public static class Layouts
{
    /// <summary>The id of the form that ends the login: outside of the live page, whose button belongs to it.</summary>
    public const string LeaveForm = "leave";

    public static Html Root(Conn conn, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            {Head(conn)}
            {conn.LiveTitle("Chat", suffix: " · Chat")}
            {conn.LiveScripts(hooks: conn.StaticPath("/chat.js"))}
          </head>
          <body>
            {inner}
            {FormTag(Paths.Session(), conn.CsrfToken, default, method: "delete", rest: Attrs.Of(("id", LeaveForm)))}
          </body>
        </html>
        """;

    /// <summary>A page that is not live.</summary>
    public static Html Page(Conn conn, string title, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            {Head(conn)}
            <title>{title} · Chat</title>
          </head>
          <body>{inner}</body>
        </html>
        """;

    private static Html Head(Conn conn) => $"""
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
        <meta name="color-scheme" content="light dark">
        <link rel="stylesheet" href="{conn.StaticPath("/chat.css")}">
        <link rel="icon" href="data:,">
        """;
}
