using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>Fails where the address says so: in the first HTML, when it is connected, or in the view inside.</summary>
public sealed partial class ErrorLive : LiveView<ErrorLive.Assigns>
{
    public sealed record Assigns(bool HasChild, int Failures, bool IsLinked, DateTimeOffset Mounted);

    /// <summary>The view inside asks what it shall do.</summary>
    public sealed record Asked(Pid Child);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (p.Get("dead-mount") == "raise" || (Connected && p.Get("connected-mount") == "raise"))
            throw new InvalidOperationException("boom");
        var failures = p.Get("connected-child-mount-raise") switch
        {
            // Once only: the page joins again and again otherwise.
            "link" => Socket.ConnectParams.Get("_mounts", 0) == 0 ? 1 : 0,
            { } times => int.Parse(times, CultureInfo.InvariantCulture),
            null => 0,
        };
        return new(new Assigns(p.Contains("child") || p.Contains("connected-child-mount-raise"), failures, p.Get("connected-child-mount-raise") == "link", TimeProvider.System.GetUtcNow()));
    }

    [Info]
    private void OnAsked(Asked asked)
    {
        Process.Send(asked.Child, new ErrorChildLive.Told(State.Failures > 0, State.IsLinked));
        State = State with { Failures = Math.Max(0, State.Failures - 1) };
    }

    [Event] private void Boom() => throw new InvalidOperationException("boom");

    protected override Html Render(Assigns a) => $"""
        <p id="render-time">main rendered at: {a.Mounted.ToString("O", CultureInfo.InvariantCulture)}</p>
        <button phx-click="{On.Boom}">Crash main</button>
        <div>{When(a.HasChild, () => LiveRender<ErrorChildLive>("child"))}</div>
        """;
}
