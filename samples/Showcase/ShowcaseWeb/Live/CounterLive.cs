using System.Collections.Immutable;
using System.Globalization;
using Showcase;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace ShowcaseWeb;

/// <summary>The counter and its supervisor, as they are now.</summary>
public sealed partial class CounterLive : LiveView<CounterLive.Assigns>
{
    private const int NotesKept = 8;

    /// <summary>What the page shows.</summary>
    /// <param name="Count">The count; null while no counter runs.</param>
    /// <param name="AnswerTime">How long the counter took to answer.</param>
    public sealed record Assigns(int? Count, TimeSpan AnswerTime, ImmutableArray<Row> Tree, int Hogs, int Crashes, ImmutableList<Note> Notes, int NextNote);

    /// <summary>A process of the tree.</summary>
    public sealed record Row(string Name, string Kind, string Pid, bool IsChild);

    /// <summary>Something that happened.</summary>
    public sealed record Note(int Id, string Time, string Kind, string Text);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Counter";
        if (Connected)
        {
            PubSub.Subscribe(Counter.Topic);
            Process.Monitor(Counter.Name);
        }

        return await Look(new Assigns(null, default, [], 0, 0, [], 0));
    }

    [Event] private async Task Increment() => State = State with { Count = await TheCounter.TryIncrement() is Ok<int>(var count) ? count : null };

    [Event] private void Reset() => TheCounter.Reset();

    [Event] private void Crash() => TheCounter.Crash(WhoAmI);

    [Event] private async Task KeepBusy()
    {
        var started = await Hog.Start();
        Write(started ? "busy" : "info", started ? $"a processor is kept busy for {Hog.Time.TotalSeconds:0} s" : "all processors are busy already");
        State = await Look(State);
    }

    [Info] private void OnChanged(Counter.Changed changed) => State = State with { Count = changed.Count };

    [Info] private async Task OnStarted(Counter.Started started)
    {
        Process.Monitor(started.Pid);
        Write("start", $"the supervisor has started a new counter, as {started.Pid}");
        State = await Look(State);
    }

    [Info] private void OnDown(Down down)
    {
        Write("crash", $"the counter {down.Pid} has ended: {down.Reason.Exception?.Message ?? down.Reason.ToString()}");
        State = State with { Count = null, Crashes = State.Crashes + 1 };
    }

    [Tick("00:00:01")] private async Task Refresh() => State = await Look(State);

    protected override Html Render(Assigns a) => $"""
        {Header(Html.Text("Counter"), Html.Text("A GenServer under a supervisor. Everybody who looks at this page sees the same number."))}
        <div class="split">
          <section class="panel counter" aria-label="The counter">
            <output class="{Class("count", ("gone", a.Count is null))}" id="count" aria-live="polite">{(a.Count is { } count ? count.ToString(CultureInfo.InvariantCulture) : "…")}</output>
            <p class="answer">answered in <span id="answer">{Microseconds(a.AnswerTime)}</span></p>
            <div class="buttons">
              <button type="button" class="big" phx-click="{On.Increment}">Count up</button>
              <button type="button" class="quiet" phx-click="{On.Reset}">Reset</button>
            </div>
            <div class="buttons">
              <button type="button" class="danger" phx-click="{On.Crash}">Crash the counter</button>
              <button type="button" class="quiet" phx-click="{On.KeepBusy}">Hog a processor</button>
            </div>
            <p class="hint">A crash takes the count with it: the supervisor starts a new counter from its first state, 0. After {CounterSupervisor.MostRestarts} crashes within five seconds it gives up itself, and the supervisor above starts both anew.</p>
          </section>
          <section class="panel" aria-labelledby="tree-title">
            <h2 id="tree-title">The supervisor</h2>
            <ul class="tree" id="tree">{Each(a.Tree, r => r.Name, r => $"""<li class="{Class("process", ("child", r.IsChild))}"><b>{r.Name}</b> <span>{r.Kind}</span> <code>{r.Pid}</code></li>""")}</ul>
            <p class="meter" role="img" aria-label="{a.Hogs} of {Hog.Most} processors kept busy">{Each(Enumerable.Range(0, Hog.Most), i => i, i => $"""<span class="{Class("core", ("busy", i < a.Hogs))}"></span>""")} <span id="hogs">{a.Hogs} of {Hog.Most}</span> processors kept busy</p>
            <h2>What happened</h2>
            <ol class="log" id="log" aria-live="polite">{Each(a.Notes, n => n.Id, n => $"""<li class="{n.Kind}"><time>{n.Time}</time> {n.Text}</li>""")}</ol>
            {When(a.Notes.Count == 0, () => $"""<p class="hint">Nothing yet. Press a button.</p>""")}
          </section>
        </div>
        """;

    private static Counter.Ref TheCounter => Counter.Name;

    private string WhoAmI => Socket.Assigned<Visitor>(Visitor.Key.Name).Name;

    private void Write(string kind, string text)
    {
        var time = Node.Current.Clock.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var notes = State.Notes.Insert(0, new Note(State.NextNote, time, kind, text));
        State = State with { Notes = notes.Count > NotesKept ? notes.RemoveAt(notes.Count - 1) : notes, NextNote = State.NextNote + 1 };
    }

    /// <summary>Asks the counter, with a stop watch, and the supervisor. Either may be gone at this moment: then the page says so and looks again.</summary>
    private static async ValueTask<Assigns> Look(Assigns before)
    {
        var started = TimeProvider.System.GetTimestamp();
        var answer = await TheCounter.TryGetCount();
        var after = before with { AnswerTime = TimeProvider.System.GetElapsedTime(started), Count = answer is Ok<int>(var count) ? count : null };
        try
        {
            var children = await Supervisor.WhichChildren(CounterSupervisor.Name);
            Row[] rows = [.. children.Select(c => new Row((c.Id?.ToString() ?? "").Split('.')[^1], c.Type == ChildType.Supervisor ? "supervisor" : "worker", c.Pid.ToString(), true))];
            return after with { Tree = [new Row("CounterSupervisor", "one for one", Process.WhereIs(CounterSupervisor.Name).ToString(), false), .. rows], Hogs = await Hog.Count() };
        }
        catch (CallExitException)
        {
            return after with { Tree = [new Row("CounterSupervisor", "is being started", "", false)], Hogs = 0 };
        }
    }

    private static string Microseconds(TimeSpan time) => time.TotalMilliseconds >= 1
        ? time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms"
        : time.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture) + " µs";
}
