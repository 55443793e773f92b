using Zhar.Live;
using Zhar.Runtime;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>One process: what it does, its state, whom it is tied to, its last crash. In development it can be killed.</summary>
internal sealed partial class ProcessLive : LiveView<ProcessLive.Assigns>
{
    private const int MaxLinks = 50;

    internal sealed record Assigns(DashboardContext Context, ProcessLook Look, Rates Rates, Rates Before, bool AsksToKill = false);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        var number = p.TryGet<long>("number", out var given) ? given : 0;
        PageTitle = $"Process #{number}";
        var context = DashboardContext.Of(Socket);
        return new Assigns(context, await ProcessLook.Take(Node.Current, number, context), Rates.None, Rates.None);
    }

    [Tick("00:00:01")] private async ValueTask LookAgain()
    {
        if (State.Context.IsDue())
            await Look();
    }

    [Event] private void AskToKill() => State = State with { AsksToKill = State.Context.CanKill };

    [Event] private void KeepIt() => State = State with { AsksToKill = false };

    [Event] private async ValueTask Kill()
    {
        if (!State.Context.CanKill || State.Look.Info is not { } info)
            return;
        var monitor = Process.Monitor(info.Pid);
        Process.Exit(info.Pid, ExitReason.Kill);
        await Process.Receive<Down>(monitor, TimeSpan.FromSeconds(2));
        Process.Demonitor(monitor, flush: true);
        PutFlash("info", $"{info.Pid} was killed.");
        await Look();
        State = State with { AsksToKill = false };
    }

    protected override Html Render(Assigns a) => When(a.Look.Info, info => Alive(a, info), () => Gone(a));

    private static Html Alive(Assigns a, ProcessInfo info) => $"""
        {Header(Html.Text(info.RegisteredName ?? info.Label ?? Format.Module(info.InitialCall)), $"<span class=\"zd-pid\">{info.Pid.ToString()}</span> · {Format.Module(info.InitialCall)}", KillButton(a))}
        {Figures(a)}
        <div class="zd-columns">
          {Panel("State", StateOf(a.Look), id: "state")}
          {Panel("Process", Facts(a, info))}
          {Panel("Ties", Ties(a.Context, info))}
          {Panel("Last crash", Crash(a.Look.Crash), id: "crash")}
        </div>
        """;

    private static Html Gone(Assigns a) => $"""
        {Header($"Process #{a.Look.Number}", $"It has ended, or there never was one.")}
        {When(!a.Look.Successor.IsNone, () => $"<p class=\"zd-note\">Its name belongs to {ProcessLink(a.Context, a.Look.Successor)} now.</p>")}
        {Panel("Last crash", Crash(a.Look.Crash), id: "crash")}
        <p>{NavigateLink($"All processes", a.Context.To("/processes"))}</p>
        """;

    private static Html KillButton(Assigns a) => When(a.Context.CanKill, () => If(
        a.AsksToKill,
        () => $"""<span id="really">End it at once?</span><button type="button" class="zd-danger" phx-click="{On.Kill}">Kill</button><button type="button" class="quiet" phx-click="{On.KeepIt}">Keep it</button>""",
        () => $"""<button type="button" class="zd-danger" phx-click="{On.AskToKill}">Kill…</button>"""));

    private static Html Figures(Assigns a) => When(a.Look.Row, row => Stats(
        Stat("Status", row.Status),
        Stat("Mailbox", Format.Count(row.MailboxLength), kind: row.MailboxLength > 100 ? "bad" : null),
        Stat("Messages/s", Format.Rate(a.Before.PerSecond(row, a.Rates))),
        Stat("Busy", Format.Time(row.Busy)),
        Stat("Restarts", Format.Count(row.Restarts), kind: row.Restarts > 0 ? "warn" : null)));

    private static Html StateOf(ProcessLook look) => If(
        look.State is not null,
        () => $"""<pre class="zd-state" tabindex="0">{look.State}</pre>""",
        () => Nothing(look.StateTrouble ?? ""));

    private static Html Facts(Assigns a, ProcessInfo info) => DataList(
        ("Name", Html.Text(info.RegisteredName ?? "none")),
        ("Label", Html.Text(info.Label ?? "none")),
        ("Type", Html.Text(info.InitialCall)),
        ("Started by", ProcessLink(a.Context, info.Parent, info.Ancestors.Count > 0 ? info.Ancestors[0] : null)),
        ("Ancestors", Html.Text(info.Ancestors.Count == 0 ? "none" : string.Join(" ← ", info.Ancestors.Take(10)))),
        ("Handles now", Html.Text(a.Look.Row?.CurrentMessage ?? "nothing")),
        ("Waits for", info.WaitsFor is { } waits ? Waits(a.Context, waits.Server, waits.Request) : Html.Text("nobody")),
        ("Works for", info.Callers.Count == 0 ? Html.Text("itself") : Links(a.Context, info.Callers)),
        ("Traps exits", Html.Text(info.TrapsExits ? "yes" : "no")),
        ("Suspended by Sys", Html.Text(info.IsSuspendedBySys ? "yes" : "no")));

    private static Html Waits(DashboardContext context, Pid server, string request) => $"{ProcessLink(context, server)} <span class=\"zd-message\">{request}</span>";

    private static Html Ties(DashboardContext context, ProcessInfo info) => DataList(
        ("Links", Links(context, info.Links)),
        ("Watches", Links(context, info.Monitors)),
        ("Watched by", Links(context, info.MonitoredBy)));

    private static Html Links(DashboardContext context, IReadOnlyList<Pid> pids) => If(
        pids.Count == 0,
        () => $"""<span class="zd-muted">none</span>""",
        () => $"""<span class="zd-links">{Each(pids.Take(MaxLinks), p => ProcessLink(context, p, NameOf(p)))}{When(pids.Count > MaxLinks, () => $"<span class=\"zd-muted\">and {Format.Count(pids.Count - MaxLinks)} more</span>")}</span>""");

    private static string? NameOf(Pid pid) => pid.Target is ProcessCore core ? core.RegisteredName ?? core.ColdOrNull?.Label : null;

    private static Html Crash(CrashReport? crash) => When(crash, CrashParts.Show, () => Nothing("None of the last crashes was in this place."));

    private async ValueTask Look()
    {
        var look = await ProcessLook.Take(Node.Current, State.Look.Number, State.Context);
        State = State with { Look = look, Before = State.Rates, Rates = Rates.Of(look.Row is { } row ? [row] : []) };
    }
}
