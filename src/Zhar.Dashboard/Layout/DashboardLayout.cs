using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>What all pages have around them: the links between them, and how often they look again.</summary>
internal static class DashboardLayout
{
    private static readonly (string Path, string Name)[] Pages =
    [
        ("", "Home"), ("/tree", "Supervision"), ("/processes", "Processes"), ("/crashes", "Crashes"), ("/metrics", "Metrics"), ("/requests", "Requests"),
        ("/sockets", "Sockets"), ("/repos", "Repos"), ("/registries", "Registries"), ("/system", "System"),
    ];

    private static readonly (int Seconds, string Name)[] Rates = [(1, "every second"), (2, "every 2 s"), (5, "every 5 s"), (15, "every 15 s"), (0, "paused")];

    internal static Html Render(LiveSocket socket, Html inner)
    {
        var context = DashboardContext.Of(socket);
        var current = Current(socket, context);
        return $"""
            <a class="zd-skip" href="#main">Skip to the page</a>
            <header class="zd-top">
              <a class="zd-brand" href="{context.To("")}">{Flame}<span>Zhar</span></a>
              <nav aria-label="Dashboard"><ul>{Each(Pages, p => $"<li>{NavigateLink(Html.Text(p.Name), context.To(p.Path), rest: Attrs.Of(("aria-current", p.Path == current ? "page" : null)))}</li>")}</ul></nav>
              <form class="zd-refresh" phx-change="{DashboardContext.RefreshEvent}"><label for="zd-seconds">Refresh</label>
                <select id="zd-seconds" name="seconds">{Each(Rates, r => $"<option value=\"{r.Seconds}\" selected=\"{r.Seconds == context.RefreshSeconds}\">{r.Name}</option>")}</select></form>
            </header>
            <main id="main" tabindex="-1">{FlashGroup(socket.Flash)}{inner}</main>
            """;
    }

    private static Html Flame => $"""
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false"><path fill="currentColor" d="M13.2 1.5c.6 3.3-.7 5.3-2.4 7.2C9 10.8 6.5 12.7 6.5 16a5.9 5.9 0 0 0 3.4 5.4c-.9-1.3-1-3-.2-4.5.7-1.3 2-2.1 2.3-3.9 1.6 1 2.5 2.5 2.5 4.2 0 1.6-.7 3-1.6 4.2A6 6 0 0 0 17.5 16c0-2.300-.9-4-1.9-5.6-.4 1-.9 1.6-1.7 2.1.9-4.1.5-8.3-.7-11z"/></svg>
        """;

    private static string Current(LiveSocket socket, DashboardContext context)
    {
        var path = socket.Uri.AbsolutePath;
        var at = path.IndexOf(context.Mount.Path, StringComparison.Ordinal);
        var rest = at < 0 ? "" : path[(at + context.Mount.Path.Length)..].TrimEnd('/');
        var end = rest.IndexOf('/', 1 < rest.Length ? 1 : rest.Length);
        return end < 0 ? rest : rest[..end];
    }
}
