using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Chapters;

/// <summary>Receive in a raw process: the next message, and one behind many that do not match.</summary>
internal sealed class Receiving : IChapter
{
    private const int Batch = 1000, Depth = 10_000;

    public string Name => "receiving";

    public async Task Run(Session session)
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        var contest = new Contest(session)
            .Add("hit", n => node.Run(async self =>
            {
                var message = new Wanted(0);
                for (var batch = 0; batch < Math.Max(1, n / Batch); batch++)
                {
                    for (var i = 0; i < Batch; i++)
                        self.Pid.Send(message);
                    for (var i = 0; i < Batch; i++)
                        await self.Receive();
                }
            }))
            .Add("reply", n => Reply(node, n, 0))
            .Add("reply behind 10,000", n => Reply(node, n, Depth));
        await contest.Run();

        session.Add(contest.AtMost("raw receive, hit, with the send", "hit", 6));
        session.Add(Row.Report("raw receive, bytes per message", contest["hit"].Bytes, "B"));
        session.Add(Row.Report("receive for a fresh alias, with the alias and the send", contest["reply"].Nanoseconds, "ns"));
        var extra = Statistics.Median(contest["reply behind 10,000"].Rounds.Zip(contest["reply"].Rounds, (deep, shallow) => deep - shallow));
        session.Add(Row.Relative("selective receive behind 10,000 with a mark, over an empty mailbox", Math.Max(0, extra), "ns", contest[Contest.Swap].Nanoseconds, Contest.Swap, 5));
    }

    /// <summary>Makes an alias, gets the answer to it, and waits for that: what a client of a raw process does.</summary>
    private static Task Reply(Node node, int operations, int depth) => node.Run(async self =>
    {
        for (var i = 0; i < depth; i++)
            self.Pid.Send(new Unwanted());
        for (var i = 0; i < operations; i++)
        {
            var alias = Process.Alias();
            var wanted = new Wanted(i);
            alias.Pid.Send(wanted);
            await self.Receive<Wanted>(alias, w => ReferenceEquals(w, wanted));
            Process.Unalias(alias);
        }
    });

    private sealed record Wanted(int Number);

    private sealed record Unwanted;
}
