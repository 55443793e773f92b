using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

/// <summary>Many short calls with every kind of end at once. Call objects are used again and again; none may ever get another call's end.</summary>
public sealed partial class CallChurnTests(ITestOutputHelper output)
{
    internal enum How
    {
        Reply,
        ReplyAfterAnAwait,
        ReplyThroughAThird,
        ReplyThenCrash,
        Never,
        Crash,
        StopWithReply,
        StopWithoutReply,
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Each_call_ends_once_and_with_its_own_outcome(int seed, bool onThePool)
    {
        const int Clients = 8, CallsEach = 2000;
        await using var node = TestNode.Start(configure: o => o.UseThreadPool = onThePool);
        var third = node.Node.Spawn(async self =>
        {
            while (true)
            {
                var (from, id) = await self.Receive<(From<int>, int)>();
                from.Reply(id);
            }
        });
        var steady = await node.Run(async _ => await Echo.Start(third));

        var clients = Enumerable.Range(0, Clients).Select(client => node.Run(async _ =>
        {
            var random = new Random((seed * 1000) + client);
            var flaky = await Echo.Start(third);
            var wrong = new List<string>();
            var ends = new Dictionary<string, int>();
            for (var i = 0; i < CallsEach; i++)
            {
                var id = (client * CallsEach) + i;
                var how = (How)random.Next(8);
                using var cancel = random.Next(4) == 0 ? new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(3))) : null;
                if (random.Next(20) == 0)
                    Process.Exit(flaky.Address.Pid, ExitReason.Kill);
                string end;

                // Most calls can be long, some cannot: an object comes from a long call to a short one and back.
                var timeout = how == How.Never || random.Next(3) == 0 ? TimeSpan.FromMilliseconds(random.Next(4)) : TimeSpan.FromSeconds(20);
                try
                {
                    var reply = await flaky.Say(id, how, new CallOptions { Timeout = timeout, CancellationToken = cancel?.Token ?? default });
                    end = "reply";
                    if (reply != id)
                        wrong.Add($"{how}: got {reply} for {id}");
                }
                catch (CallExitException e)
                {
                    end = e.Reason.Tag;
                    if (end is not ("timeout" or "killed" or "noproc" or "error" or "normal"))
                        wrong.Add($"{how}: {e.Reason}");
                    if (end == "timeout" && timeout >= TimeSpan.FromSeconds(20))
                        wrong.Add($"{how}, never answered: {e.Message}");
                }
                catch (OperationCanceledException)
                {
                    end = "cancelled";
                    if (cancel is null)
                        wrong.Add($"{how}: cancelled by nobody");
                }

                ends[end] = ends.GetValueOrDefault(end) + 1;
                if (!Process.IsAlive(flaky.Address.Pid))
                    flaky = await Echo.Start(third);

                // The same kind of call, so perhaps the same object: nothing that happens to the flaky server may reach it.
                try
                {
                    var again = await steady.Say(-id, random.Next(2) == 0 ? How.Reply : How.ReplyAfterAnAwait, Timeout.InfiniteTimeSpan);
                    if (again != -id)
                        wrong.Add($"steady: got {again} for {-id}");
                }
                catch (Exception e) when (e is CallExitException or OperationCanceledException)
                {
                    wrong.Add($"steady after {how}, {end}: {e.Message}");
                }
            }

            return (wrong, ends);
        }));
        var all = Task.WhenAll(clients);
        if (await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(40))) != all)
        {
            foreach (var info in node.Node.ProcessIds.Select(Process.Info).OfType<ProcessInfo>())
                output.WriteLine($"{info.Pid} {info.InitialCall}: {info.Status}, {info.CurrentMessage}, {info.MailboxLength} queued, waits for {info.WaitsFor}");

            Assert.Fail("A call never ended.");
        }

        var results = await all;

        foreach (var end in results.SelectMany(r => r.ends).GroupBy(e => e.Key, e => e.Value))
            output.WriteLine($"{end.Key}: {end.Sum()}");
        Assert.Empty(results.SelectMany(r => r.wrong));
        Assert.Equal(Clients * CallsEach, results.Sum(r => r.ends.Values.Sum()));
    }

    [Fact]
    public async Task A_short_timeout_holds_on_an_object_that_still_waits_for_a_long_one()
    {
        await using var node = TestNode.Start();
        var third = node.Node.Spawn(async self => await self.Receive<Unit>());
        var server = await node.Run(async _ => await Echo.Start(third));

        var took = await node.Run(async _ =>
        {
            await server.Say(1, How.ReplyAfterAnAwait, TimeSpan.FromSeconds(60)); // its object now waits in the wheel for a minute
            var start = TimeProvider.System.GetTimestamp();
            var e = await Assert.ThrowsAsync<CallExitException>(async () => await server.Say(2, How.Never, TimeSpan.FromMilliseconds(20)));
            Assert.Equal(ExitReason.Timeout, e.Reason);
            return TimeProvider.System.GetElapsedTime(start);
        });

        Assert.InRange(took, TimeSpan.FromMilliseconds(19), TimeSpan.FromSeconds(40));
    }

    internal sealed partial class Echo : GenServer<Pid>
    {
        private Init<Pid> Init(Pid third) => Ok(third);

        [Call]
        private async ValueTask<Next> Say(int id, How how, From<int> from)
        {
            switch (how)
            {
                case How.Reply:
                    from.Reply(id);
                    return Proceed;
                case How.ReplyAfterAnAwait:
                    await Task.Yield();
                    from.Reply(id);
                    from.Reply(-1); // dropped
                    return Proceed;
                case How.ReplyThroughAThird:
                    State.Send((from, id));
                    return Proceed;
                case How.ReplyThenCrash:
                    from.Reply(id);
                    throw new InvalidOperationException("after the reply");
                case How.Crash:
                    throw new InvalidOperationException("before the reply");
                case How.StopWithReply:
                    from.Reply(id);
                    return Stop(ExitReason.Normal);
                case How.StopWithoutReply:
                    return Stop(ExitReason.Normal);
                default:
                    return NoReply;
            }
        }
    }
}
