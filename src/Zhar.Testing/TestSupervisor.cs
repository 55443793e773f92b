using System.Collections.Concurrent;

namespace Zhar.Testing;

/// <summary>
/// Starts, restarts and stops what a test started supervised. Simpler than a real supervisor on purpose: no limit of restarts, so that a test may crash
/// a child as often as it likes. Also keeps the names of children that have none of their own, so that their clients survive restarts.
/// </summary>
internal sealed class TestSupervisor : INameRegistry
{
    private readonly TestNode _node;
    private readonly ConcurrentDictionary<object, Pid> _names = new();
    private readonly List<(ChildSpec Spec, Pid Pid)> _children = []; // belongs to the process
    private int _lastName;

    internal TestSupervisor(TestNode node)
    {
        _node = node;
        Pid = node.Node.Spawn(Run);
    }

    internal Pid Pid { get; }

    internal ServerName NewName(ChildSpec spec) => ServerName.Via(this, $"{spec.Id}#{Interlocked.Increment(ref _lastName)}");

    internal Task<StartResult> Start(ChildSpec spec)
    {
        var done = _node.NewSource<StartResult>();
        _node.Node.Send(Pid, new StartChild(spec, done));
        return done.Task;
    }

    /// <summary>Stops the children, last first, then itself. Returns when all are dead or the time is over.</summary>
    internal async Task Stop(TimeSpan timeout, TimeProvider clock)
    {
        var done = _node.NewSource<bool>();
        using var timer = clock.CreateTimer(_ => done.TrySetResult(false), null, timeout, Timeout.InfiniteTimeSpan);
        _node.Node.Send(Pid, new StopAll(done));
        await done.Task.ConfigureAwait(true);
    }

    public bool RegisterName(object key, Pid pid) => _names.TryAdd(key, pid);

    public void UnregisterName(object key) => _names.TryRemove(key, out _);

    public Pid WhereisName(object key) => _names.GetValueOrDefault(key);

    public override string ToString() => "the test";

    private async Task Run(ProcessContext self)
    {
        Process.SetLabel("the test's supervisor");
        Process.TrapExit = true;
        while (true)
        {
            switch (await self.Receive())
            {
                case StartChild start:
                    start.Done.TrySetResult(await StartOne(start.Spec));
                    break;
                case Exit exit:
                    await OnExit(exit);
                    break;
                case StopAll stop:
                    await StopChildren(self);
                    stop.Done.TrySetResult(true);
                    return;
            }
        }
    }

    private async Task<StartResult> StartOne(ChildSpec spec)
    {
        var result = await spec.Start.StartLink(spec.Name);
        if (result is Started started)
            _children.Add((spec, started.Pid));
        return result;
    }

    private async Task OnExit(Exit exit)
    {
        var index = _children.FindIndex(child => child.Pid == exit.From);
        if (index < 0)
            return;
        var spec = _children[index].Spec;
        _children.RemoveAt(index);
        if (spec.Restart == Restart.Permanent || (spec.Restart == Restart.Transient && !exit.Reason.IsClean))
            await StartOne(spec);
    }

    private async Task StopChildren(ProcessContext self)
    {
        for (var i = _children.Count - 1; i >= 0; i--)
        {
            var (spec, pid) = _children[i];
            var monitor = Process.Monitor(pid);
            var patience = spec.EffectiveShutdown;
            Process.Exit(pid, patience == Shutdown.BrutalKill ? ExitReason.Kill : ExitReason.Shutdown);
            var time = patience.Milliseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(patience.Milliseconds);
            if (await self.Receive<Down>(time, down => down.Ref == monitor) is not null)
                continue;
            Process.Exit(pid, ExitReason.Kill);
            await self.Receive<Down>(down => down.Ref == monitor);
        }

        _children.Clear(); // their specs belong to the application, and this object outlives the test as long as anything refers to its node
    }

    private sealed record StartChild(ChildSpec Spec, TaskCompletionSource<StartResult> Done);

    private sealed record StopAll(TaskCompletionSource<bool> Done);
}
