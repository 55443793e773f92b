using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>The start of a process and its first message; what an idle one weighs.</summary>
internal sealed class Spawning : IChapter
{
    private const int Group = 64;

    public string Name => "spawning";

    public async Task Run(Session session)
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        var contest = new Contest(session)
            .Add("raw", n => SpawnRaw(node, n))
            .Add("server", n => StartServers(node, n));
        await contest.Run();

        session.Add(contest.AtMost("spawn + first message, linked", "raw", 40));
        session.Add(Row.Absolute("spawn + first message, linked", contest["raw"].Nanoseconds, "ns", 1000));
        session.Add(Row.Report("GenServer start + first call, linked", contest["server"].Nanoseconds, "ns"));

        var idle = await Child.Run("idle", TimeSpan.FromMinutes(1), "100000");
        session.Add(Row.Absolute("idle process, linked and monitored", idle["bytes"], "B", 200));
    }

    /// <summary>Starts processes with a link each, 64 at a time, and sends each its first message. Their end is part of it.</summary>
    private static Task SpawnRaw(Node node, int operations) => node.Run(async self =>
    {
        var parent = self.Pid;
        var all = new AllReceived();
        var gate = new Gate(Group, () => parent.Send(all));
        for (var batch = 0; batch < Math.Max(1, operations / Group); batch++)
        {
            for (var i = 0; i < Group; i++)
                Process.SpawnLink(static async child => ((Gate)await child.Receive()).Pass()).Send(gate);
            await self.Receive<AllReceived>();
        }
    });

    private static Task StartServers(Node node, int operations) => node.Run(async _ =>
    {
        Process.TrapExit = true;
        for (var i = 0; i < operations; i++)
        {
            var server = await Counter.StartLink();
            await server.IncrementScheduled();
            Process.Exit(server.Address.Pid, ExitReason.Kill);
            await Process.Receive<Exit>();
        }
    });

    private sealed record AllReceived;
}
