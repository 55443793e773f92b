using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>Calls between processes: scheduled both ways, and run in place.</summary>
internal sealed class Calls : IChapter
{
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);

    public string Name => "calls";

    public async Task Run(Session session)
    {
        await using var single = Node.Start(new NodeOptions { Workers = 1 });
        await using var node = Node.Start();
        var alone = await single.Run(_ => Counter.Start().AsTask());
        var counter = await node.Run(_ => Counter.Start().AsTask());
        var channel = new ChannelCounter();
        channel.Start();

        var contest = new Contest(session)
            .Add("scheduled", n => single.Run(async _ =>
            {
                for (var i = 0; i < n; i++)
                    await alone.IncrementScheduled();
            }))
            .Add("for ever", n => single.Run(async _ =>
            {
                for (var i = 0; i < n; i++)
                    await alone.IncrementScheduled(Timeout.InfiniteTimeSpan);
            }))
            .Add("inline", n => node.Run(async _ =>
            {
                for (var i = 0; i < n; i++)
                    await counter.Increment();
            }))
            .Add("channel+TCS", n => Task.Run(async () =>
            {
                for (var i = 0; i < n; i++)
                    await channel.Ask();
            }))
            .Add("channel+TCS+WaitAsync", n => Task.Run(async () =>
            {
                for (var i = 0; i < n; i++)
                    await channel.Ask().WaitAsync(FiveSeconds);
            }));
        await contest.Run();

        session.Add(contest.AtMost("process call, scheduled", "scheduled", 14));
        session.Add(contest.AtMost("process call, scheduled, beside channels", "scheduled", 0.25, "channel+TCS"));
        session.Add(Row.Report("process call, scheduled, beside channels with a timeout", contest["scheduled"].Nanoseconds, "ns", $"channel+TCS+WaitAsync = {Row.Number(contest["channel+TCS+WaitAsync"].Nanoseconds)} ns"));
        session.Add(contest.NoBytes("process call, scheduled, bytes", "scheduled"));
        session.Add(contest.AtMost("process call, inline", "inline", 5));
        session.Add(contest.NoBytes("process call, inline, bytes", "inline"));

        var extra = Statistics.Median(contest["scheduled"].Rounds.Zip(contest["for ever"].Rounds, (with, without) => with - without));
        session.Add(Row.Relative("timeout, added to a call", Math.Max(0, extra), "ns", contest[Contest.Swap].Nanoseconds, Contest.Swap, 1));
        session.Add(new Row("timeout, added to a call, bytes", Math.Max(0, contest["scheduled"].Bytes - contest["for ever"].Bytes), "B", null, "", "0 B", contest["scheduled"].Bytes - contest["for ever"].Bytes < 0.5));
    }
}
