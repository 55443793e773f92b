using LiveE2E.Issues;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E;

/// <summary>What goes around the pages.</summary>
public static class Layouts
{
    public static Html Root(Conn conn, Html inner) => Page(conn, "/js/app.js", inner);

    /// <summary>Shows feedback of inputs the way applications did before LiveView 1.0.</summary>
    public static Html Feedback(Conn conn, Html inner) => Page(conn, "/js/feedback.js", inner);

    /// <summary>Has a view beside the page that lives through navigations.</summary>
    public static Html StickyStream(LiveSocket socket, Html inner) => $"""
        <nav>{NavigateLink($"Page A", "/issues/3047/a")} {NavigateLink($"Page B", "/issues/3047/b")}</nav>
        {inner}
        {socket.LiveRender<Issue3047Sticky>("test", isSticky: true)}
        """;

    /// <summary>Links between pages, live as the page in it.</summary>
    public static Html Navigation(LiveSocket? socket, Html inner) => $"""
        <div style="display: flex; width: 100%; height: 100vh">
          <div style="position: fixed; height: 100vh; width: 20rem; display: flex; flex-direction: column; gap: 0.5rem; padding: 1rem; border-right: 1px solid">
            <strong>Navigation</strong>
            <label><input id="prevent-navigation-toggle" type="checkbox"> Prevent navigation</label>
            {NavigateLink($"LiveView A", "/navigation/a")}
            {NavigateLink($"LiveView B", "/navigation/b")}
            {NavigateLink($"LiveView (other session)", "/stream")}
            {NavigateLink($"Dead View", "/navigation/dead")}
          </div>
          <div style="margin-left: 22rem; flex: 1; padding: 2rem">{inner}</div>
        </div>
        """;

    private static Html Page(Conn conn, string script, Html body) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <link rel="icon" href="data:,">
          {{conn.LiveTitle("Pages for the specs")}}
          <style>* { font-size: 1.1rem }</style>
          {{conn.LiveScripts(hooks: script, longPollFallback: TimeSpan.FromMinutes(10))}}
        </head>
        <body>{{body}}</body>
        </html>
        """;
}
