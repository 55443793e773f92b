using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>One-way messages between processes, beside the same over System.Threading.Channels.</summary>
internal sealed class Messages : IChapter
{
    private const int Pairs = 200;

    public string Name => "messages";

    public async Task Run(Session session)
    {
        await using var single = Node.Start(new NodeOptions { Workers = 1 });
        await using var node = Node.Start();
        var alone = await Pair(single);
        var all = await Task.WhenAll(Enumerable.Range(0, Pairs).Select(_ => Pair(node)));
        var channelAlone = ChannelPair();
        var channelAll = Enumerable.Range(0, Pairs).Select(_ => ChannelPair()).ToArray();
        var sink = await node.Run(_ => Sink.Start().AsTask());
        var producers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => node.Run(_ => Producer.Start().AsTask())));
        var channelSink = new ChannelSink();
        channelSink.Start();

        var contest = new Contest(session)
            .Add("ping-pong", n => Play([alone], n))
            .Add("ping-pong, channels", n => Play([channelAlone], n))
            .Add("pairs", n => Play(all, n))
            .Add("pairs, channels", n => Play(channelAll, n))
            .Add("fan-in", n => FanIn(producers, sink, n))
            .Add("fan-in, channels", n => FanIn(channelSink, n));
        await contest.Run();

        session.Add(Row.Report("limit X: compare-and-swap of a reference", contest[Contest.Swap].Nanoseconds, "ns"));
        session.Add(Row.Report("limit A: allocate 32 B and publish", contest[Contest.Allocate].Nanoseconds, "ns"));
        session.Add(contest.AtMost("cast ping-pong, one worker", "ping-pong", 6));
        session.Add(contest.AtMost("cast ping-pong, one worker, beside channels", "ping-pong", 0.33, "ping-pong, channels"));
        session.Add(Row.Report("cast ping-pong, bytes per message", contest["ping-pong"].Bytes, "B"));
        session.Add(contest.AtMost("200 pairs, all cores", "pairs", 0.25, "pairs, channels"));
        session.Add(contest.AtMost("fan-in, 2 producers", "fan-in", 0.9, "fan-in, channels"));
    }

    private static Task<Player.Ref> Pair(Node node) => node.Run(async _ =>
    {
        var first = await Player.Start();
        var second = await Player.Start();
        await first.Meet(second);
        await second.Meet(first);
        return first;
    });

    private static ChannelPlayer ChannelPair()
    {
        var first = new ChannelPlayer();
        var second = new ChannelPlayer { Peer = first };
        first.Peer = second;
        first.Start();
        second.Start();
        return first;
    }

    private static Task Play(Player.Ref[] pairs, int messages)
    {
        var done = new Countdown(pairs.Length);
        foreach (var player in pairs)
            player.Serve(messages / pairs.Length, done);
        return done.Done;
    }

    private static Task Play(ChannelPlayer[] pairs, int messages)
    {
        var done = new Countdown(pairs.Length);
        foreach (var player in pairs)
        {
            player.Done = done;
            player.Send(new Ball(messages / pairs.Length));
        }

        return done.Done;
    }

    private static async Task FanIn(Producer.Ref[] producers, Sink.Ref sink, int messages)
    {
        var done = new Countdown(1);
        var each = messages / producers.Length;
        await sink.Expect(each * producers.Length, done);
        foreach (var producer in producers)
            producer.Flood(sink, each);
        await done.Done;
    }

    private static async Task FanIn(ChannelSink sink, int messages)
    {
        const int Producers = 2;
        var done = new Countdown(1);
        var each = messages / Producers;
        sink.Left = each * Producers;
        sink.Done = done;
        for (var p = 0; p < Producers; p++)
        {
            _ = Task.Run(() =>
            {
                for (var i = 0; i < each; i++)
                    sink.Send(new Ball(i));
            });
        }

        await done.Done;
    }
}
