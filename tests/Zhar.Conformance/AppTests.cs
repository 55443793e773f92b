using System.Collections.Concurrent;
using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

public sealed class AppTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private readonly ConcurrentQueue<string> _journal = new();
    private TestNode _node = null!; // set by InitializeAsync, before any case

    private Applications Applications => _node.Node.Applications;

    public override ValueTask InitializeAsync()
    {
        _node = TestNode.Start();
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var name in Applications.Running.Reverse())
            await Applications.Stop(name);
        await Leftovers.CheckNone(_node);
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task APP_001()
    {
        Load("a");
        Load("b", needs: "a");

        var result = await Applications.Start("b");

        Check.Equal(ExitReason.Of("not_started", "a"), Reason(result));
        Check.Empty(Applications.Running);
        Check.Empty(_journal);
    }

    [Fact(Timeout = Limit)]
    public async Task APP_002()
    {
        Load("a");
        Load("b", needs: "a");

        var first = await Applications.EnsureAllStarted("b");
        var second = await Applications.EnsureAllStarted("b");

        Check.Equal(["a", "b"], first.OrThrow());
        Check.Empty(second.OrThrow());
        Check.Equal(["start a", "start b"], _journal);
        Check.Equal(["a", "b"], Applications.Running);
    }

    [Fact(Timeout = Limit)]
    public async Task APP_003()
    {
        Load("a");
        Check.True((await Applications.Start("a")).IsOk);

        var again = await Applications.Start("a");
        var ensured = await Applications.EnsureStarted("a");

        Check.Equal(ExitReason.Of("already_started", "a"), Reason(again));
        Check.True(ensured.IsOk);
        Check.Equal(["start a"], _journal);
    }

    [Fact(Timeout = Limit)]
    public async Task APP_004()
    {
        Load("a", children: ["one", "two", "three"]);
        Check.True((await Applications.Start("a")).IsOk);
        _journal.Clear();

        var stopped = await Applications.Stop("a");
        var again = await Applications.Stop("a");

        Check.True(stopped.IsOk);
        Check.Equal(["prep_stop a", "end three shutdown", "end two shutdown", "end one shutdown", "stop a"], _journal);
        Check.Equal(ExitReason.Of("not_started", "a"), Reason(again));
    }

    [Fact(Timeout = Limit)]
    public async Task APP_005()
    {
        Load("refuses", start: static () => throw new ProcessExitException("nope"));
        Load("fails", children: ["one", "bad"]);

        var refused = await Applications.Start("refuses");
        var failed = await Applications.Start("fails");

        Check.Equal(ExitReason.Of("nope"), Reason(refused));
        Check.Equal(ExitReason.ShutdownWith(new FailedToStartChild("bad", "no_start")), Reason(failed));
        Check.Empty(Applications.Running);
        Check.Equal(["start refuses", "start fails", "end one shutdown"], _journal);
    }

    [Fact(Timeout = Limit)]
    public async Task APP_006()
    {
        Load("a", children: ["one"]);
        Load("b", needs: "a", children: ["bad"]);
        Load("c", needs: "b");

        var result = await Applications.EnsureAllStarted("c");

        var failure = Check.IsType<ApplicationFailure>(Check.IsType<Error<IReadOnlyList<string>>>(result).Reason.Value);
        Check.Equal("b", failure.Application);
        Check.Equal(ExitReason.ShutdownWith(new FailedToStartChild("bad", "no_start")), failure.Reason);
        Check.Equal(["start a", "start b", "prep_stop a", "end one shutdown", "stop a"], _journal);
        Check.Empty(Applications.Running);
    }

    [Fact(Timeout = Limit)]
    public async Task APP_007()
    {
        Load("a", defaults: [("k", 1)]);
        Check.Equal(1, Applications.GetEnv<int>("a", "k"));
        Check.Equal(7, Applications.GetEnv("a", "other", 7));

        // Put before the load: the default wins, unless the value was put to persist; keys without a default stay.
        Applications.PutEnv("b", "k", 2);
        Applications.PutEnv("b", "own", 3);
        Applications.PutEnv("c", "k", 4, persistent: true);
        Load("b", defaults: [("k", 1)]);
        Load("c", defaults: [("k", 1)]);
        Check.Equal(1, Applications.GetEnv<int>("b", "k"));
        Check.Equal(3, Applications.GetEnv<int>("b", "own"));
        Check.Equal(4, Applications.GetEnv<int>("c", "k"));

        Check.True((await Applications.Start("a")).IsOk);
        Check.Equal(ExitReason.Of("running", "a"), Reason(Applications.Unload("a")));
        Check.Equal(1, Applications.GetEnv<int>("a", "k"));
        Check.True((await Applications.Stop("a")).IsOk);
        Check.True(Applications.Unload("a").IsOk);
        Check.Equal(ExitReason.Of("undefined", "k"), Check.IsType<Error<int>>(Applications.FetchEnv<int>("a", "k")).Reason);
        Check.Null(Applications.Find("a"));
    }

    [Fact(Timeout = Limit)]
    public async Task APP_008()
    {
        Load("a", children: ["one"]);
        Load("b", children: ["two"]);
        Check.True((await Applications.Start("b")).IsOk);
        Check.True((await Applications.Start("a", ApplicationType.Temporary)).IsOk);
        var top = Applications.Find("a")!.Top;

        // Monitored by a process, so that the case goes on when the application's own process is gone too.
        await _node.Run(async self =>
        {
            var master = Process.Info(top)!.Parent;
            Process.Monitor(master);
            Process.Exit(top, ExitReason.Kill);
            await self.Receive<Down>(d => d.Pid == master);
        });
        await Eventually.True(() => Applications.Find("a")!.State == ApplicationState.Loaded && _journal.Count == 5);

        Check.Equal(["b"], Applications.Running);
        var report = Check.Single(_node.Log.Entries.Where(static e => e.Values.ContainsKey("Application")));
        Check.Equal("a", report.Values["Application"]);
        Check.Equal("killed", report.Values["Reason"]);
        Check.False(_node.Node.IsStopped);
        Check.Equal(["start b", "start a", "end one killed", "prep_stop a", "stop a"], Order(_journal));
    }

    /// <summary>The end of a killed tree's child comes by its link, beside the application's callbacks: put it first.</summary>
    private static IEnumerable<string> Order(IEnumerable<string> journal) =>
        journal.OrderBy(static line => line.StartsWith("start", StringComparison.Ordinal) ? 0 : line.StartsWith("end", StringComparison.Ordinal) ? 1 : 2);

    private static ExitReason Reason(Result<Unit> result) => Check.IsType<Error<Unit>>(result).Reason;

    private void Load(string name, string? needs = null, string[]? children = null, (string Key, object Value)[]? defaults = null, Func<SupervisorSpec>? start = null) =>
        Check.True(Applications.Load(new Probe(name, _journal, needs, children ?? [], defaults ?? [], start)).IsOk);

    /// <summary>An application that writes down what happens to it.</summary>
    private sealed class Probe(
        string name, ConcurrentQueue<string> journal, string? needs, string[] children, (string Key, object Value)[] defaults, Func<SupervisorSpec>? start) : ZharApplication
    {
        protected override void Define(ApplicationDefinition definition)
        {
            definition.Name = name;
            if (needs is not null)
                definition.DependsOn(needs);
            foreach (var (key, value) in defaults)
                definition.Default(key, value);
        }

        protected override SupervisorSpec Start()
        {
            journal.Enqueue($"start {name}");
            return start?.Invoke() ?? Supervisor.OneForOne([.. children.Select(c => Witness.Child(c, journal) with { Id = c })]);
        }

        protected override ValueTask PrepStop()
        {
            journal.Enqueue($"prep_stop {name}");
            return default;
        }

        protected override ValueTask Stop()
        {
            journal.Enqueue($"stop {name}");
            return default;
        }
    }
}

/// <summary>A worker that writes down why it ended. One with the name <c>bad</c> does not start.</summary>
internal sealed partial class Witness : GenServer<Witness.Diary>
{
    private Init<Diary> Init(string name, ConcurrentQueue<string> journal)
    {
        Process.TrapExit = true;
        return name == "bad" ? Fail("no_start") : Ok(new Diary(name, journal));
    }

    protected override ValueTask Terminate(ExitReason reason)
    {
        State.Journal.Enqueue($"end {State.Name} {reason}");
        return default;
    }

    internal sealed record Diary(string Name, ConcurrentQueue<string> Journal);
}
