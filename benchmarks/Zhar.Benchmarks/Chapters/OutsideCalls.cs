using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>Calls from code that is no process, as a web request makes them.</summary>
internal sealed class OutsideCalls : IChapter
{
    private const int Callers = 100;

    public string Name => "outside-calls";

    public async Task Run(Session session)
    {
        await using var node = Node.Start();
        var counter = await node.Run(_ => Counter.Start().AsTask());
        var shared = await node.Run(_ => Counter.Start().AsTask());
        var channel = new ChannelCounter();
        channel.Start();

        var contest = new Contest(session)
            .Add("lone", n => Task.Run(async () =>
            {
                for (var i = 0; i < n; i++)
                    await counter.Increment();
            }))
            .Add("lone, scheduled", n => Task.Run(async () =>
            {
                for (var i = 0; i < n; i++)
                    await counter.IncrementScheduled();
            }))
            .Add("channel+TCS", n => Task.Run(async () =>
            {
                for (var i = 0; i < n; i++)
                    await channel.Ask();
            }))
            .Add("many", n => Many(async each =>
            {
                for (var i = 0; i < each; i++)
                    await shared.IncrementScheduled();
            }, n))
            .Add("channel+TCS, 100 callers", n => Many(async each =>
            {
                for (var i = 0; i < each; i++)
                    await channel.Ask();
            }, n));
        await contest.Run();

        session.Add(contest.AtMost("external call, lone caller, idle server", "lone", 0.25, "channel+TCS"));
        session.Add(contest.AtMost("external call, lone caller, scheduled", "lone, scheduled", 5, "channel+TCS"));
        session.Add(contest.AtMost("external calls, 100 callers, scheduled", "many", 0.9, "channel+TCS, 100 callers"));
        session.Add(Row.Report("external calls, 100 callers, bytes per call", contest["many"].Bytes, "B"));
    }

    private static Task Many(Func<int, Task> caller, int calls) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => caller(Math.Max(1, calls / Callers)))));
}
