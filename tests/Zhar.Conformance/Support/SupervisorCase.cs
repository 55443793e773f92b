using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Base of the cases about supervisors: runs a body as a trapping process P on a node of its own and checks that no process is left behind.</summary>
public abstract class SupervisorCase(ITestOutputHelper output) : ConformanceTest(output)
{
    private protected static Task<T> Run<T>(Func<Family, Task<T>> body) => Run(virtualTime: false, body);

    private protected static async Task<T> Run<T>(bool virtualTime, Func<Family, Task<T>> body)
    {
        await using var node = TestNode.Start(virtualTime);
        var before = node.Node.ProcessCount;
        var result = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var family = new Family(self, node);
            var value = await body(family);
            await family.StopTops();
            return value;
        }).WaitAsync(TimeSpan.FromSeconds(60));
        await Eventually.True(() => node.Node.ProcessCount == before);
        Check.Equal(before, node.Node.ProcessCount);
        return result;
    }

    /// <summary>The side of P: starts supervisors of loggers and hears what these say.</summary>
    internal sealed class Family(ProcessContext self, TestNode node)
    {
        private readonly List<Pid> _tops = [];

        public Pid Self => self.Pid;

        public TestNode Node => node;

        /// <summary>The spec of a logger that tells P about its starts and stops.</summary>
        public ChildSpec Child(string id, Restart restart = Restart.Permanent, Shutdown? shutdown = null, Func<LoggerPlan, LoggerPlan>? change = null)
        {
            var plan = new LoggerPlan(id, self.Pid);
            return Logger.Child(change is null ? plan : change(plan)) with { Id = id, Restart = restart, Shutdown = shutdown };
        }

        public async Task<Pid> Start(SupervisorSpec spec)
        {
            var top = await Supervisor.StartLink(spec);
            _tops.Add(top);
            return top;
        }

        public async Task<Pid> StartDynamic(DynamicSupervisorOptions? options = null)
        {
            var top = await DynamicSupervisor.StartLink(options: options);
            _tops.Add(top);
            return top;
        }

        public void Owns(Pid top) => _tops.Add(top);

        public async Task<string> Next() => (await self.Receive<Said>()).Text;

        public async Task<string[]> Next(int count)
        {
            var all = new string[count];
            for (var i = 0; i < count; i++)
                all[i] = await Next();
            return all;
        }

        /// <summary>What was said and not heard yet.</summary>
        public async Task<string[]> Rest()
        {
            var all = new List<string>();
            while (await self.Receive<Said>(TimeSpan.Zero) is { } said)
                all.Add(said.Text);
            return [.. all];
        }

        public static async Task<Pid> PidOf(Pid top, object id) => (await Supervisor.FindChild(top, id))?.Pid ?? default;

        /// <summary>Ends a process with a reason and waits until it is dead; its supervisor has been told by then.</summary>
        public async Task<ExitReason> End(Pid pid, ExitReason reason)
        {
            var monitor = Process.Monitor(pid);
            if (reason == ExitReason.Killed)
                Process.Exit(pid, ExitReason.Kill);
            else
                new Logger.Ref(pid).End(reason);
            return (await self.Receive<Down>(d => d.Ref == monitor)).Reason;
        }

        public async Task<ExitReason> DownOf(Pid pid)
        {
            var monitor = Process.Monitor(pid);
            return (await self.Receive<Down>(d => d.Ref == monitor)).Reason;
        }

        /// <summary>Waits for the EXIT of a linked process.</summary>
        public async Task<ExitReason> ExitOf(Pid pid) => (await self.Receive<Exit>(e => e.From == pid)).Reason;

        public async Task<bool> HasMail() => await self.Receive<object>(TimeSpan.Zero) is not null;

        /// <summary>Waits until the node has at least that many timers, so that a step of the clock reaches them.</summary>
        public Task Timers(int count) => Eventually.True(() => node.Node.TimerCount >= count);

        /// <summary>Waits until a supervisor waits for children to stop, with the deadline of that set.</summary>
        public static Task Stopping(Pid top) => Eventually.True(() => Process.Info(top)?.Status == "suspended");

        public async Task StopTops()
        {
            foreach (var top in _tops)
            {
                if (Process.IsAlive(top))
                    await Supervisor.Stop(top);
            }
        }
    }
}

/// <summary>What a logger tells its observer.</summary>
public sealed record Said(string Text);

/// <summary>How a logger behaves.</summary>
public sealed record LoggerPlan(string Id, Pid Observer)
{
    public bool Traps { get; init; } = true;

    /// <summary>Says when its Init begins, not only when it ends.</summary>
    public bool SaysBegin { get; init; }

    /// <summary>What the start number n, from 1, does: null starts.</summary>
    public StartPlan? Starts { get; init; }

    /// <summary>How long it needs to stop; infinite ignores the request.</summary>
    public TimeSpan StopTime { get; init; }

    /// <summary>Takes the link to its supervisor off.</summary>
    public bool Unlinks { get; init; }
}

/// <summary>Counts starts across restarts and decides about each. The number is counted from 1; the answer is null to start, "ignore", "raise", or a reason to fail with.</summary>
public sealed class StartPlan(Func<int, string?> outcome)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public string? Next() => outcome(Interlocked.Increment(ref _count));
}

/// <summary>The worker of the catalogue: reports its start and its stop reason, and ends with a reason on request.</summary>
internal sealed partial class Logger : GenServer<LoggerPlan>
{
    private async ValueTask<Init<LoggerPlan>> Init(LoggerPlan plan)
    {
        Process.TrapExit = plan.Traps;
        if (plan.SaysBegin)
        {
            plan.Observer.Send(new Said($"begin {plan.Id}"));
            await Task.Yield();
        }

        switch (plan.Starts?.Next())
        {
            case null:
                break;
            case "ignore":
                return Ignore;
            case "raise":
                throw new InvalidOperationException($"{plan.Id} raises");
            case var reason:
                return StopInit(reason);
        }

        if (plan.Unlinks)
            Process.Unlink(Core.Lineage.Parent);
        plan.Observer.Send(new Said($"start {plan.Id}"));
        return Ok(plan);
    }

    [Cast]
    private Next End(ExitReason reason) => Stop(reason);

    [Call]
    private LoggerPlan Plan() => State;

    protected override async ValueTask Terminate(ExitReason reason)
    {
        State.Observer.Send(new Said($"stop {State.Id} {reason}"));
        if (State.StopTime == Timeout.InfiniteTimeSpan)
            await new TaskCompletionSource().Task;
        else if (State.StopTime > TimeSpan.Zero)
            await Process.Delay(State.StopTime);
    }
}
