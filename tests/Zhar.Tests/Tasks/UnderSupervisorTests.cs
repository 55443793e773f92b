using System.Diagnostics;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Tasks;

public sealed class UnderSupervisorTests
{
    [Fact]
    public async Task Tasks_agents_machines_and_event_managers_are_children_like_others()
    {
        await using var node = TestNode.Start();

        var (value, answer, handlers, restarted, reason) = await node.Run(async self =>
        {
            var ran = new TaskCompletionSource();
            var top = await Supervisor.StartLink(Supervisor.OneForOne(
                TaskSupervisor.Child("tasks"),
                Agent.Child(() => 7, "agent"),
                StateMachine.Child(() => new Machine(), "machine"),
                EventManager.Child("events"),
                ProcessTask.Child(() =>
                {
                    ran.SetResult();
                    return Task.CompletedTask;
                })));
            await ran.Task;
            var agent = Agent<int>.At("agent");
            await agent.Update(n => n + 1);
            var value = await agent.Get();
            var answer = await StateMachine.Call<string>("machine", "hello");
            var handlers = await EventManager.At("events").WhichHandlers();
            var task = (await TaskSupervisor.At("tasks").StartChild(() => Process.Receive<string>())).OrThrow();

            var monitor = Process.Monitor("agent");
            Process.Exit(Process.WhereIs("agent"), ExitReason.Kill);
            await self.Receive<Down>(d => d.Ref == monitor);
            await Eventually.True(() => !Process.WhereIs("agent").IsNone);
            var restarted = await agent.Get();

            Process.Monitor(task);
            await Supervisor.Stop(top);
            return (value, answer, handlers.Count, restarted, (await self.Receive<Down>()).Reason);
        });

        Assert.Equal(8, value);
        Assert.Equal("hello back", answer);
        Assert.Equal(0, handlers);
        Assert.Equal(7, restarted);
        Assert.Equal(ExitReason.Shutdown, reason);
    }

    [Fact]
    public async Task A_supervised_task_works_in_the_context_of_its_starter()
    {
        await using var node = TestNode.Start();

        var (inherited, callers, starter) = await node.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            Process.PutInherited("owner", "me");
            var task = await tasks.AsyncNoLink(() => (Process.GetInherited("owner"), Process.Callers));
            var (inherited, callers) = await task.Await();
            await tasks.Stop();
            return (inherited, callers, self.Pid);
        });

        Assert.Equal("me", inherited);
        Assert.Equal([starter], callers);
    }

    [Fact]
    public async Task A_task_is_traced_as_part_of_what_started_it()
    {
        using var own = new ActivitySource("A_task_is_traced");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == own || source.Name == Telemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var node = TestNode.Start();

        var (outer, inner) = await node.Run(async _ =>
        {
            using var activity = own.StartActivity("outer");
            var task = ProcessTask.Async(() => Activity.Current?.TraceId);
            return (activity!.TraceId, await task.Await());
        });

        Assert.Equal(outer, inner);
    }

    private sealed class Machine : StateMachine<string, int>
    {
        protected internal override ValueTask<Transition> Init() => GoTo("only", 0);

        protected internal override ValueTask<Transition> HandleEvent(Event e, string state, int data) =>
            e is CallEvent call ? Keep.Reply(call.From, $"{call.Request} back") : Keep;
    }
}
