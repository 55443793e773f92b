using System.Collections.Immutable;
using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>GSM: state machines.</summary>
public sealed class GsmTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Fact(Timeout = Limit)]
    public async Task GSM_001()
    {
        var (answers, state) = await Leftovers.Run(async _ =>
        {
            var light = await StateMachine.StartLink(static () => new Switch());
            var answers = new List<string>();
            for (var i = 0; i < 3; i++)
                answers.Add(await StateMachine.Call<string>(light, "toggle"));
            var state = await Sys.GetState<(string State, int Data)>(light);
            await StateMachine.Stop(light);
            return (answers, state);
        });

        Check.Equal(["on", "off", "on"], answers);
        Check.Equal(("on", 3), state);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_002()
    {
        var log = await Record(static () => new Entering(), static machine =>
        {
            StateMachine.Cast(machine, "to b");
            StateMachine.Cast(machine, "late");
        });

        Check.Equal(["enter(a from a)", "a: early", "a: to b", "enter(b from a)", "b: inserted", "b: late"], log);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_003()
    {
        var log = await Record(static () => new Postponing(), static machine => SendAll(machine, "p1", "p2", "p3", "to b", "newer"));

        Check.Equal(["a: p1", "a: p2", "a: p3", "a: to b", "b: p1", "b: p2", "b: p3", "b: newer"], log);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_004()
    {
        var log = await Record(static () => new Postponing(), static machine => SendAll(machine, "p1", "to a", "keep", "repeat", "x", "to b", "y"));

        Check.Equal(["a: p1", "a: to a", "a: keep", "a: repeat", "a: x", "a: to b", "b: p1", "b: y"], log);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_005()
    {
        var log = await Record(static () => new Postponing(), static machine => SendAll(machine, "insert", "external"));

        Check.Equal(["a: insert", "a: 1", "a: 2", "a: external"], log);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_006()
    {
        var log = await Record(static () => new Postponing(), static machine => SendAll(machine, "p1", "p2", "insert, to b", "external"));

        Check.Equal(["a: p1", "a: p2", "a: insert, to b", "b: 1", "b: 2", "b: p1", "b: p2", "b: external"], log);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_007()
    {
        await using var node = TestNode.Start(virtualTime: true);

        // The state changes.
        var left = await Start(node, "state timeout");
        Advance(node, 10);
        await Tell(node, left, "to b");
        Advance(node, 200);
        Check.Equal(["a: state timeout", "a: to b"], await Log(node, left));

        // Events without a change do not matter.
        var stayed = await Start(node, "state timeout");
        Advance(node, 10);
        await Tell(node, stayed, "x");
        await Tell(node, stayed, "to a");
        Advance(node, 39);
        Check.Equal(["a: state timeout", "a: x", "a: to a"], await Log(node, stayed));
        Advance(node, 1);
        Check.Equal(["a: state timeout", "a: x", "a: to a", "a: state timeout over"], await Log(node, stayed));
        Advance(node, 200);
        Check.Equal(4, (await Log(node, stayed)).Count);

        await StopAll(node, left, stayed);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_008()
    {
        await using var node = TestNode.Start(virtualTime: true);

        var disturbed = await Start(node, "event timeout");
        Advance(node, 10);
        await Tell(node, disturbed, "x");
        Advance(node, 200);
        Check.Equal(["a: event timeout", "a: x"], await Log(node, disturbed));

        var undisturbed = await Start(node, "event timeout");
        Advance(node, 49);
        Check.Equal(["a: event timeout"], await Log(node, undisturbed));
        Advance(node, 1);
        Check.Equal(["a: event timeout", "a: event timeout over"], await Log(node, undisturbed));

        await StopAll(node, disturbed, undisturbed);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_009()
    {
        await using var node = TestNode.Start(virtualTime: true);

        // It survives a change of state.
        var changed = await Start(node, "timeout g");
        Advance(node, 10);
        await Tell(node, changed, "to b");
        Advance(node, 40);
        Check.Equal(["a: timeout g", "a: to b", "b: g over"], await Log(node, changed));

        // Setting it again starts it anew.
        var again = await Start(node, "timeout g");
        Advance(node, 30);
        await Tell(node, again, "timeout g");
        Advance(node, 49);
        Check.Equal(["a: timeout g", "a: timeout g"], await Log(node, again));
        Advance(node, 1);
        Check.Equal(["a: timeout g", "a: timeout g", "a: g over"], await Log(node, again));

        var cancelled = await Start(node, "timeout g");
        Advance(node, 30);
        await Tell(node, cancelled, "cancel g");
        Advance(node, 200);
        Check.Equal(["a: timeout g", "a: cancel g"], await Log(node, cancelled));

        await StopAll(node, changed, again, cancelled);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_010()
    {
        var (before, answer, state) = await Leftovers.Run(async _ =>
        {
            var machine = await StateMachine.StartLink(static () => new Answering());
            var asking = ProcessTask.Async(() => StateMachine.Call<string>(machine, "ask"));
            await Eventually.True(async () => !(await Sys.GetState<(string State, ImmutableList<StateMachine.From> Data)>(machine)).Data.IsEmpty);
            StateMachine.Cast(machine, "to b");
            var before = await asking.Yield(TimeSpan.Zero);
            StateMachine.Cast(machine, "answer");
            var answer = await asking.Await();
            var (state, _) = await Sys.GetState<(string, ImmutableList<StateMachine.From>)>(machine);
            await StateMachine.Stop(machine);
            return (before, answer, state);
        });

        Check.IsType<TaskNone<string>>(before);
        Check.Equal("answered in b", answer);
        Check.Equal("b", state);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_011()
    {
        var (answers, terminated, down) = await Leftovers.Run(async self =>
        {
            var machine = await StateMachine.Start(() => new Answering { Observer = self.Pid });
            Process.Monitor(machine.Pid);
            var first = ProcessTask.Async(() => StateMachine.Call<string>(machine, "ask"));
            var second = ProcessTask.Async(() => StateMachine.Call<string>(machine, "ask"));
            await Eventually.True(async () => (await Sys.GetState<(string State, ImmutableList<StateMachine.From> Data)>(machine)).Data.Count == 2);
            StateMachine.Cast(machine, "stop and reply");
            var answers = await ProcessTask.AwaitMany([first, second]);

            // In the order of their arrival: Terminate had run before the process was dead.
            return (answers, await self.Receive(), await self.Receive());
        });

        Check.Equal(["last words", "last words"], answers);
        Check.Equal(("terminate", ExitReason.Of("finished"), "a", 2), Check.IsType<(string, ExitReason, string, int)>(terminated));
        Check.Equal("finished", Check.IsType<Down>(down).Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_012()
    {
        var (results, owner) = await Leftovers.Run(async self =>
        {
            var results = new Dictionary<string, StartResult>();
            foreach (var how in new[] { "stop", "ignore", "null", "keep", "no data" })
                results[how] = await StateMachine.TryStart(() => new Starting(how), name: "machine");
            return (results, Process.WhereIs("machine"));
        });

        Check.Equal<StartResult>(new StartFailed("r"), results["stop"]);
        Check.IsType<Ignored>(results["ignore"]);
        foreach (var nonsense in new[] { "null", "keep", "no data" })
            Check.Equal("bad_return_from_init", Check.IsType<StartFailed>(results[nonsense]).Reason.Tag);
        Check.True(owner.IsNone);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_013()
    {
        var (answer, before, after) = await Leftovers.Run(async _ =>
        {
            var machine = await StateMachine.StartLink(static () => new Keeping());
            var before = await Sys.GetState<(string, string)>(machine);
            var answer = await StateMachine.Call<string>(machine, "act");
            var after = await Sys.GetState<(string, string)>(machine);
            await StateMachine.Stop(machine);
            return (answer, before, after);
        });

        Check.Equal("from the inserted event", answer);
        Check.Equal(("a", "data"), before);
        Check.Equal(before, after);
    }

    [Fact(Timeout = Limit)]
    public async Task GSM_014()
    {
        await using var node = TestNode.Start();

        var (terminated, down) = await node.Run(async self =>
        {
            var machine = await StateMachine.Start(() => new Raising(self.Pid));
            Process.Monitor(machine.Pid);
            StateMachine.Cast(machine, "kept");
            StateMachine.Cast(machine, "raise");
            return (await self.Receive<(ExitReason Reason, string State, string Data)>(), await self.Receive<Down>());
        });
        await Leftovers.CheckNone(node);

        Check.Equal("raised", Check.IsType<InvalidOperationException>(terminated.Reason.Exception).Message);
        Check.Equal("a", terminated.State);
        Check.Equal("the data", terminated.Data);
        Check.Equal(terminated.Reason, down.Reason);
        var report = Check.Single(node.Log.Entries);
        var shown = report.Values["State"]!.ToString();
        Check.Contains("a, data: the data", shown);
        Check.Contains("queue: [InternalEvent { Content = now }, InternalEvent { Content = waiting }]", shown);
        Check.Contains("postponed: [CastEvent { Message = kept }]", shown);
        Check.Contains("raised", report.Values["Reason"]!.ToString());
    }

    // ---- driving a machine -------------------------------------------------------------------------------------------

    private static void SendAll(ServerRef machine, params string[] messages)
    {
        foreach (var message in messages)
            StateMachine.Cast(machine, message);
    }

    /// <summary>What a recording machine handled, when all messages were in its mailbox before it took the first.</summary>
    private static Task<ImmutableList<string>> Record(Func<Recorder> create, Action<ServerRef> send) => Leftovers.Run(async _ =>
    {
        var machine = await StateMachine.StartLink(create);
        await Sys.Suspend(machine);
        send(machine);
        await Sys.Resume(machine);
        await StateMachine.Call<string>(machine, "sync");
        var (_, log) = await Sys.GetState<(string, ImmutableList<string>)>(machine);
        await StateMachine.Stop(machine);
        return log;
    });

    private static Task<ServerRef> Start(TestNode node, string firstEvent) => node.Run(async _ =>
    {
        var machine = await StateMachine.Start(static () => new Timing());
        StateMachine.Cast(machine, firstEvent);
        await Sys.GetState<(string, ImmutableList<string>)>(machine); // it has been handled
        return machine;
    });

    private static Task Tell(TestNode node, ServerRef machine, string message) => node.Run(async _ =>
    {
        StateMachine.Cast(machine, message);
        await Sys.GetState<(string, ImmutableList<string>)>(machine);
    });

    // A system message: it waits its turn behind a timeout that fired, and is no event for the machine.
    private static Task<ImmutableList<string>> Log(TestNode node, ServerRef machine) => node.Run(async _ =>
        (await Sys.GetState<(string State, ImmutableList<string> Log)>(machine)).Log);

    private static void Advance(TestNode node, int milliseconds) => node.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private static async Task StopAll(TestNode node, params ServerRef[] machines)
    {
        await node.Run(async _ =>
        {
            foreach (var machine in machines)
                await StateMachine.Stop(machine);
        });
        await Leftovers.CheckNone(node);
    }

    // ---- machines ----------------------------------------------------------------------------------------------------

    private sealed class Switch : StateMachine<string, int>
    {
        protected internal override ValueTask<Transition> Init() => GoTo("off", 0);

        protected override StateHandler HandlerFor(string state) => state == "off" ? Off : On;

        private static ValueTask<Transition> Off(Event e, int count) => e is CallEvent call ? GoTo("on", count + 1).Reply(call.From, "on") : Keep;

        private static ValueTask<Transition> On(Event e, int count) => e is CallEvent call ? GoTo("off", count + 1).Reply(call.From, "off") : Keep;
    }

    /// <summary>Writes every event with the state that it came in into its data; a call is answered and not written.</summary>
    private abstract class Recorder : StateMachine<string, ImmutableList<string>>
    {
        protected internal override ValueTask<Transition> Init() => GoTo("a", []);

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, ImmutableList<string> log) => e switch
        {
            CallEvent call => Keep.Reply(call.From, "ok"),
            EnterEvent enter => KeepWith(log.Add($"enter({state} from {enter.OldState})")),
            _ => React(Text(e), state, log.Add($"{state}: {Text(e)}")),
        };

        protected abstract Transition React(string text, string state, ImmutableList<string> log);

        private static string Text(Event e) => e switch
        {
            CastEvent c => (string)c.Message,
            InfoEvent i => (string)i.Message,
            InternalEvent i => (string)i.Content,
            StateTimeoutEvent => "state timeout over",
            EventTimeoutEvent => "event timeout over",
            TimeoutEvent t => $"{t.Name} over",
            _ => e.ToString(),
        };
    }

    private sealed class Entering : Recorder
    {
        protected internal override bool CallsEnter => true;

        protected internal override ValueTask<Transition> Init()
        {
            Self.Send("early");
            return base.Init();
        }

        protected override Transition React(string text, string state, ImmutableList<string> log) =>
            text == "to b" ? GoTo("b", log).NextEvent("inserted") : KeepWith(log);
    }

    private sealed class Postponing : Recorder
    {
        protected override Transition React(string text, string state, ImmutableList<string> log) => (state, text) switch
        {
            ("a", ['p', ..]) => KeepWith(log).Postpone(),
            (_, "to a") => GoTo("a", log),
            (_, "to b") => GoTo("b", log),
            (_, "repeat") => RepeatWith(log),
            (_, "insert") => KeepWith(log).NextEvent("1").NextEvent("2"),
            (_, "insert, to b") => GoTo("b", log).NextEvent("1").NextEvent("2"),
            _ => KeepWith(log),
        };
    }

    private sealed class Timing : Recorder
    {
        private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(50);

        protected override Transition React(string text, string state, ImmutableList<string> log) => text switch
        {
            "state timeout" => KeepWith(log).StateTimeout(Time),
            "event timeout" => KeepWith(log).EventTimeout(Time),
            "timeout g" => KeepWith(log).Timeout("g", Time),
            "cancel g" => KeepWith(log).CancelTimeout("g"),
            "to a" => GoTo("a", log),
            "to b" => GoTo("b", log),
            _ => KeepWith(log),
        };
    }

    private sealed class Answering : StateMachine<string, ImmutableList<StateMachine.From>>
    {
        internal Pid Observer { get; init; }

        protected internal override ValueTask<Transition> Init() => GoTo("a", []);

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, ImmutableList<From> waiting) => e switch
        {
            CallEvent call => KeepWith(waiting.Add(call.From)),
            CastEvent { Message: "to b" } => GoTo("b"),
            CastEvent { Message: "answer" } => waiting.Aggregate(KeepWith([]), (t, from) => t.Reply(from, $"answered in {state}")),
            CastEvent { Message: "stop and reply" } => waiting.Aggregate(Stop("finished"), static (t, from) => t.Reply(from, "last words")),
            _ => Keep,
        };

        protected internal override ValueTask Terminate(ExitReason reason, string state, ImmutableList<From> waiting)
        {
            if (!Observer.IsNone)
                Observer.Send(("terminate", reason, state, waiting.Count));
            return default;
        }
    }

    private sealed class Starting(string how) : StateMachine<string, int>
    {
        protected internal override ValueTask<Transition> Init() => how switch
        {
            "stop" => Stop("r"),
            "ignore" => Ignore,
            "keep" => Keep,
            "no data" => GoTo("a"),
            _ => new ValueTask<Transition>((Transition)null!),
        };
    }

    private sealed class Keeping : StateMachine<string, string>
    {
        protected internal override ValueTask<Transition> Init() => GoTo("a", "data");

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, string data) => e switch
        {
            CallEvent call => Keep.NextEvent(call.From),
            InternalEvent { Content: From from } => Keep.Reply(from, "from the inserted event"),
            _ => Keep,
        };
    }

    private sealed class Raising(Pid observer) : StateMachine<string, string>
    {
        protected internal override ValueTask<Transition> Init() => GoTo("a", "the data");

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, string data) => e switch
        {
            CastEvent { Message: "kept" } => Keep.Postpone(),
            CastEvent { Message: "raise" } => Keep.NextEvent("now").NextEvent("waiting"),
            _ => throw new InvalidOperationException("raised"),
        };

        protected internal override ValueTask Terminate(ExitReason reason, string state, string data)
        {
            observer.Send((reason, state, data));
            return default;
        }
    }
}
