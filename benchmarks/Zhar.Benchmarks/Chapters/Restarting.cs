using System.Threading.Channels;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Chapters;

/// <summary>A child that crashes by an exception as soon as it is up, and its next incarnation, many times in a row.</summary>
internal sealed class Restarting : IChapter
{
    public string Name => "restarting";

    public async Task Run(Session session)
    {
        await using var node = Node.Start();
        var up = Channel.CreateUnbounded<Crasher.Ref>();
        var started = new TaskCompletionSource();
        var stop = new TaskCompletionSource();
        var owner = node.Run(async _ =>
        {
            var crasher = Crasher.Child(up.Writer);
            await Supervisor.StartLink(Supervisor.OneForOne(crasher) with { MaxRestarts = int.MaxValue });
            started.SetResult();
            await stop.Task;
        });
        await started.Task;

        var contest = new Contest(session)
            .Add("restart", async n =>
            {
                for (var i = 0; i < n; i++)
                    (await up.Reader.ReadAsync()).Crash();
            })
            .Add("throw and catch", static n =>
            {
                for (var i = 0; i < n; i++)
                    Catch();
                return Task.CompletedTask;
            });
        await contest.Run();
        stop.SetResult();
        await owner;

        session.Add(Row.Report("throw and catch alone", contest["throw and catch"].Nanoseconds / 1000, "us"));
        session.Add(Row.Absolute("crash + supervisor restart", contest["restart"].Nanoseconds / 1000, "us", 20));
    }

    private static void Catch()
    {
        try
        {
            throw new InvalidOperationException("Crashes on purpose.");
        }
        catch (InvalidOperationException)
        {
            // Only its cost matters here.
        }
    }
}
