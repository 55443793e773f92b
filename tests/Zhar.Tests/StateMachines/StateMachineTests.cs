using System.Collections.Immutable;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.StateMachines;

public sealed class StateMachineTests
{
    [Fact]
    public async Task A_timeout_of_zero_comes_after_inserted_events_and_before_those_not_yet_received()
    {
        var log = await Run(async machine =>
        {
            await Sys.Suspend(machine);
            StateMachine.Cast(machine, "zero");
            StateMachine.Cast(machine, "external");
            await Sys.Resume(machine);
        });

        Assert.Equal(["zero", "inserted", "state timeout", "z", "external"], log);
    }

    [Fact]
    public async Task An_event_timeout_of_zero_is_ended_by_an_inserted_event()
    {
        var log = await Run(machine =>
        {
            StateMachine.Cast(machine, "zero event timeout");
            return default;
        });

        Assert.Equal(["zero event timeout", "inserted"], log);
    }

    [Fact]
    public async Task Updating_a_timeout_changes_what_it_carries_and_starts_one_that_does_not_run()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var machine = await node.Run(async _ =>
        {
            var machine = await StateMachine.Start(static () => new Machine());
            StateMachine.Cast(machine, "timeout");
            StateMachine.Cast(machine, "update");
            await Sys.GetState<(string, ImmutableList<string>)>(machine);
            return machine;
        });

        node.Clock.Advance(TimeSpan.FromSeconds(1));
        var log = await node.Run(async _ =>
        {
            StateMachine.Cast(machine, "update");
            return (await Sys.GetState<(string, ImmutableList<string> Log)>(machine)).Log;
        });

        Assert.Equal(["timeout", "update", "t: new", "update", "t: new"], log);
    }

    [Fact]
    public async Task Postponing_in_an_enter_call_is_a_bad_action()
    {
        await using var node = TestNode.Start();

        var reason = await node.Run(async self =>
        {
            var machine = await StateMachine.Start(static () => new BadEnter());
            Process.Monitor(machine.Pid);
            StateMachine.Cast(machine, "go");
            return (await self.Receive<Down>()).Reason;
        });

        Assert.Equal("bad_state_enter_action_from_state_function", reason.Tag);
    }

    [Fact]
    public async Task A_null_result_is_a_bad_return()
    {
        await using var node = TestNode.Start();

        var reason = await node.Run(async self =>
        {
            var machine = await StateMachine.Start(static () => new Machine());
            Process.Monitor(machine.Pid);
            StateMachine.Cast(machine, "null");
            return (await self.Receive<Down>()).Reason;
        });

        Assert.Equal("bad_return_from_state_function", reason.Tag);
    }

    [Fact]
    public async Task A_call_that_was_kept_fails_with_the_machine()
    {
        await using var node = TestNode.Start();

        var reason = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var machine = await StateMachine.Start(static () => new Machine());
            var asking = ProcessTask.Async(() => StateMachine.Call<string>(machine, "later"));
            await Eventually.True(async () => !(await Sys.GetState<(string, ImmutableList<string> Log)>(machine)).Log.IsEmpty);
            await StateMachine.Stop(machine, "gone");
            return await asking.Yield();
        });

        Assert.Equal(new TaskExit<string>("gone"), reason);
    }

    [Fact]
    public async Task The_state_can_be_replaced_from_outside()
    {
        await using var node = TestNode.Start();

        var (replaced, read) = await node.Run(async _ =>
        {
            var machine = await StateMachine.StartLink(static () => new Machine());
            var replaced = await Sys.ReplaceState<(string State, ImmutableList<string> Log)>(machine, static s => ("b", s.Log.Add("replaced")));
            var read = await Sys.GetState<(string State, ImmutableList<string> Log)>(machine);
            await StateMachine.Stop(machine);
            return (replaced, read);
        });

        Assert.Equal("b", replaced.State);
        Assert.Equal(["replaced"], read.Log);
    }

    private static async Task<ImmutableList<string>> Run(Func<ServerRef, ValueTask> drive)
    {
        await using var node = TestNode.Start();
        return await node.Run(async _ =>
        {
            var machine = await StateMachine.StartLink(static () => new Machine());
            await drive(machine);
            var (_, log) = await Sys.GetState<(string, ImmutableList<string>)>(machine);
            await StateMachine.Stop(machine);
            return log;
        });
    }

    private sealed class Machine : StateMachine<string, ImmutableList<string>>
    {
        protected internal override ValueTask<Transition> Init() => GoTo("a", []);

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, ImmutableList<string> log)
        {
            var text = e switch
            {
                CastEvent cast => (string)cast.Message,
                CallEvent call => (string)call.Request,
                InternalEvent inserted => (string)inserted.Content,
                StateTimeoutEvent => "state timeout",
                EventTimeoutEvent => "event timeout",
                TimeoutEvent { Content: { } content } named => $"{named.Name}: {content}",
                TimeoutEvent named => (string)named.Name,
                _ => "?",
            };
            var next = KeepWith(log.Add(text));
            return text switch
            {
                "zero" => next.StateTimeout(TimeSpan.Zero).Timeout("z", TimeSpan.Zero).NextEvent("inserted"),
                "zero event timeout" => next.EventTimeout(TimeSpan.Zero).NextEvent("inserted"),
                "timeout" => next.Timeout("t", TimeSpan.FromSeconds(1), "old"),
                "update" => next.UpdateTimeout("t", "new"),
                "null" => new ValueTask<Transition>((Transition)null!),
                _ => next,
            };
        }
    }

    private sealed class BadEnter : StateMachine<string, int>
    {
        protected internal override bool CallsEnter => true;

        protected internal override ValueTask<Transition> Init() => GoTo("a", 0);

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, int data) => (state, e) switch
        {
            ("b", EnterEvent) => Keep.Postpone(),
            ("a", CastEvent) => GoTo("b"),
            _ => Keep,
        };
    }
}
