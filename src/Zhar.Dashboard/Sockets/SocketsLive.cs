using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>Who is connected, and with which pages and channels.</summary>
internal sealed partial class SocketsLive : LiveView<SocketsLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, SocketsSnapshot Now);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Sockets";
        return new(new Assigns(DashboardContext.Of(Socket), SocketsSnapshot.Take(Node.Current)));
    }

    [Tick("00:00:01")] private void LookAgain()
    {
        if (State.Context.IsDue())
            State = State with { Now = SocketsSnapshot.Take(Node.Current) };
    }

    protected override Html Render(Assigns a) => $"""
        {Header($"Sockets and live pages", $"Every open page and every joined channel is a process.")}
        {When(a.Now.Counts.Length > 0, () => Stats([.. a.Now.Counts.Select(c => Stat(c.Name, Format.Count(c.Clients), $"clients of {ProcessLink(a.Context, c.Owner)}"))]))}
        {When(a.Now.IsCut, () => $"<p class=\"zd-note\">There are more: the first {SocketsSnapshot.MaxSockets} clients of each socket are shown.</p>")}
        {Panel("Live pages", If(a.Now.Pages.IsEmpty, () => Nothing("No page is open."), () => Pages(a)), id: "pages")}
        {Panel("Channels", If(a.Now.Channels.IsEmpty, () => Nothing("No channel is joined."), () => Channels(a)), id: "channels")}
        """;

    private static Html Pages(Assigns a) => $"""
        <div class="table-scroll"><table class="zd-cards">
          <caption class="zd-hidden">Live pages</caption>
          <thead><tr><th scope="col">Process</th><th scope="col">View</th><th scope="col">Path</th><th scope="col">User</th><th scope="col">Transport</th><th scope="col">Connection</th><th scope="col" class="zd-num">Joined again</th></tr></thead>
          <tbody>{Each(a.Now.Pages, p => p.Pid.Number, p => $"""
            <tr>
              <td data-label="Process">{ProcessLink(a.Context, p.Pid)}</td>
              <td data-label="View" class="zd-module" title="{p.View}">{Format.Module(p.View)}</td>
              <td data-label="Path" class="zd-wrap">{p.Path}</td>
              <td data-label="User">{p.User}</td>
              <td data-label="Transport">{p.Transport}</td>
              <td data-label="Connection">{ProcessLink(a.Context, p.Socket)}</td>
              <td data-label="Joined again" class="zd-num">{p.Mounts}</td>
            </tr>
            """)}</tbody>
        </table></div>
        """;

    private static Html Channels(Assigns a) => $"""
        <div class="table-scroll"><table class="zd-cards">
          <caption class="zd-hidden">Channels</caption>
          <thead><tr><th scope="col">Process</th><th scope="col">Channel</th><th scope="col">Topic</th><th scope="col">Transport</th><th scope="col">Connection</th></tr></thead>
          <tbody>{Each(a.Now.Channels, c => c.Pid.Number, c => $"""
            <tr>
              <td data-label="Process">{ProcessLink(a.Context, c.Pid)}</td>
              <td data-label="Channel" class="zd-module">{c.Name}</td>
              <td data-label="Topic" class="zd-wrap">{c.Topic}</td>
              <td data-label="Transport">{c.Transport}</td>
              <td data-label="Connection">{ProcessLink(a.Context, c.Socket)}</td>
            </tr>
            """)}</tbody>
        </table></div>
        """;
}
