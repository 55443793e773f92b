using System.Runtime.CompilerServices;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>
/// A handler that suspends once on a task that knows nothing of processes, beside the same as an async method on the thread pool. On both sides 64
/// of them begin to wait, then one step completes all 64, and so on: what is measured is begin, suspend, resume and end.
/// </summary>
internal sealed class Suspending : IChapter
{
    private const int Group = 64;

    public string Name => "suspending";

    public async Task Run(Session session)
    {
        await using var single = Node.Start(new NodeOptions { Workers = 1 });
        var contest = new Contest(session)
            .Add("suspends", await InProcesses(single, suspend: true))
            .Add("does not", await InProcesses(single, suspend: false))
            .Add("default builder", OnThePool());
        await contest.Run();

        session.Add(contest.AtMost("async handler that suspends once", "suspends", 0.5, "default builder"));
        session.Add(Row.Report("async handler that suspends once, over one that does not", contest["suspends"].Nanoseconds - contest["does not"].Nanoseconds, "ns"));
        var bytes = contest["suspends"].Bytes - contest["does not"].Bytes;
        session.Add(new Row("async handler that suspends once, bytes", Math.Max(0, bytes), "B", null, $"default builder = {Row.Number(contest["default builder"].Bytes)} B", "0 B", bytes < 0.5));
    }

    private static async Task<Func<int, Task>> InProcesses(Node node, bool suspend)
    {
        var waiters = new Waiter.Ref[Group];
        var sources = new ForeignSource[Group];
        var rounds = 0;
        Countdown? done = null;
        var begin = true;
        Conductor.Ref conductor = default;
        Gate gate = null!;
        Action step = () =>
        {
            if (!begin)
            {
                begin = suspend;
                foreach (var source in sources)
                    source.Complete();
            }
            else if (rounds-- == 0)
            {
                done!.Signal();
            }
            else
            {
                begin = !suspend;
                foreach (var waiter in waiters)
                {
                    if (suspend)
                        waiter.Wait(gate);
                    else
                        waiter.PassAtOnce(gate);
                }
            }
        };
        conductor = await node.Run(_ => Conductor.Start(step).AsTask());
        gate = new Gate(Group, () => conductor.Step());
        var waiting = new Gate(Group, () => conductor.Step());
        for (var i = 0; i < Group; i++)
        {
            sources[i] = new ForeignSource(_ => waiting.Pass());
            var source = sources[i];
            waiters[i] = await node.Run(_ => Waiter.Start(source).AsTask());
        }

        return operations =>
        {
            begin = true;
            rounds = Math.Max(1, operations / Group);
            done = new Countdown(1);
            conductor.Step();
            return done.Done;
        };
    }

    private static Func<int, Task> OnThePool()
    {
        var sources = new ForeignSource[Group];
        var rounds = 0;
        Countdown? done = null;
        var begin = true;
        Gate gate = null!;
        var work = new Action<ForeignSource>[1];
        Action step = () =>
        {
            if (!begin)
            {
                begin = true;
                foreach (var source in sources)
                    source.Complete();
            }
            else if (rounds-- == 0)
            {
                done!.Signal();
            }
            else
            {
                begin = false;
                foreach (var source in sources)
                    ThreadPool.UnsafeQueueUserWorkItem(work[0], source, preferLocal: true);
            }
        };
        void Next() => ThreadPool.UnsafeQueueUserWorkItem(static s => s(), step, preferLocal: true);
        gate = new Gate(Group, Next);
        var waiting = new Gate(Group, Next);
        work[0] = source => _ = Wait(source, gate);
        for (var i = 0; i < Group; i++)
            sources[i] = new ForeignSource(_ => waiting.Pass());

        return operations =>
        {
            begin = true;
            rounds = Math.Max(1, operations / Group);
            done = new Countdown(1);
            Next();
            return done.Done;
        };
    }

    private static async ValueTask Wait(ForeignSource source, Gate gate)
    {
        await source.Task;
        gate.Pass();
    }
}
