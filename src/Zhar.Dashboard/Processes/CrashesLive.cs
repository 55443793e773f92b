using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The last crashes of the node.</summary>
internal sealed partial class CrashesLive : LiveView<CrashesLive.Assigns>
{
    internal sealed record Assigns(DashboardContext Context, IReadOnlyList<CrashReport> Crashes, CrashReport? Shown);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Crashes";
        return new(new Assigns(DashboardContext.Of(Socket), Node.Current.RecentCrashes, null));
    }

    [Tick("00:00:01")] private void LookAgain()
    {
        if (State.Context.IsDue())
            State = State with { Crashes = Node.Current.RecentCrashes };
    }

    [Event] private void Show(long number) =>
        State = State with { Shown = State.Shown?.Number == number ? null : State.Crashes.FirstOrDefault(c => c.Number == number) };

    protected override Html Render(Assigns a) => $"""
        {Header($"Crashes", $"The last {CrashLog.Size} processes that ended abnormally, newest first.")}
        {If(a.Crashes.Count == 0, () => Nothing("Nothing has crashed."), () => CrashTable(a))}
        """;

    private static Html CrashTable(Assigns a) => $"""
        <div class="table-scroll zd-table"><table id="crashes" class="zd-cards">
          <caption class="zd-hidden">Crashes</caption>
          <thead><tr><th scope="col">When</th><th scope="col">Process</th><th scope="col">Type</th><th scope="col">Reason</th><th scope="col">Handled</th><th scope="col" class="zd-num">Restarts before</th></tr></thead>
          <tbody>{Each(a.Crashes, c => c.Number, c => $"""
            <tr>
              <td data-label="When">{Format.Clock(c.Time)}</td>
              <td data-label="Process"><button type="button" class="zd-link" aria-expanded="{a.Shown?.Number == c.Number}" phx-click="{On.Show.With(("number", c.Number))}">{c.RegisteredName ?? c.Process}</button></td>
              <td data-label="Type" class="zd-module" title="{c.Module}">{Format.Module(c.Module)}</td>
              <td data-label="Reason">{c.Reason}{When(a.Shown?.Number == c.Number ? a.Shown : null, CrashParts.Show)}</td>
              <td data-label="Handled" class="zd-message">{c.LastMessage}</td>
              <td data-label="Restarts before" class="zd-num">{c.Restarts}</td>
            </tr>
            """)}</tbody>
        </table></div>
        """;
}
