using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

/// <summary>Calls that cross and close cycles among a few servers, from many clients at once. Every deadlock that is reported is checked against what the servers really wait for.</summary>
public sealed partial class DeadlockStressTests(ITestOutputHelper output)
{
    private const int Servers = 6, Clients = 8;

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(20_26, 20_000)]
    public async Task Every_cycle_is_reported_and_is_real(int seed, int requests)
    {
        var town = await Drive(seed, requests, deferredShare: 0, random => RandomPath(random));

        Assert.Empty(town.FalseReports);
        Assert.True(town.Reports > requests / 100, $"Only {town.Reports} deadlocks: the paths do not cross enough to show anything.");
    }

    [Theory]
    [InlineData(2, 20_000)]
    public async Task Calls_that_always_go_upwards_are_never_reported(int seed, int requests)
    {
        var town = await Drive(seed, requests, deferredShare: 0, random => [.. RandomPath(random).Distinct().Order()]);

        Assert.Equal(0, town.Reports);
    }

    [Theory]
    [InlineData(3, 20_000)]
    public async Task Calls_that_a_third_process_answers_are_reported_only_while_nobody_has_taken_them(int seed, int requests)
    {
        var town = await Drive(seed, requests, deferredShare: 100, random => RandomPath(random));

        Assert.Empty(town.FalseReports);
    }

    [Theory]
    [InlineData(4, 20_000)]
    public async Task Deferred_and_plain_calls_mix_without_a_false_report(int seed, int requests)
    {
        var town = await Drive(seed, requests, deferredShare: 40, random => RandomPath(random));

        Assert.Empty(town.FalseReports);
        Assert.True(town.Reports > 0);
    }

    private static int[] RandomPath(Random random)
    {
        var path = new int[random.Next(2, 5)];
        for (var i = 0; i < path.Length; i++)
        {
            do
                path[i] = random.Next(Servers);
            while (i > 0 && path[i] == path[i - 1]);
        }

        return path;
    }

    private async Task<Town> Drive(int seed, int requests, int deferredShare, Func<Random, int[]> choosePath)
    {
        await using var node = TestNode.Start();
        var town = new Town();
        await node.Run(async _ =>
        {
            var replier = Process.Spawn(async self =>
            {
                while (true)
                    (await self.Receive<From<int>>()).Reply(0);
            });
            for (var i = 0; i < Servers; i++)
                town.Servers[i] = await Hop.Start(new HopState(i, town, replier), name: $"s{i}");
        });

        var clients = Enumerable.Range(0, Clients).Select(client => node.Run(async _ =>
        {
            var random = new Random((seed * 1000) + client);
            for (var i = 0; i < requests / Clients; i++)
            {
                var path = choosePath(random);
                await town.Servers[path[0]].Travel([.. path.Select(p => new Leg(p, random.Next(100) < deferredShare))], 0, Timeout.InfiniteTimeSpan);
            }
        }));
        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromMinutes(3));

        output.WriteLine($"seed {seed}: {requests} requests, {town.Calls} calls, {town.Reports} deadlocks reported, {town.FalseReports.Count} of them false");
        return town;
    }

    internal sealed record Leg(int Server, bool IsDeferred);

    /// <summary>Whom each server waits for, as the servers themselves note it.</summary>
    internal sealed partial class Town
    {
        private int _reports;
        private long _calls;

        public Hop.Ref[] Servers { get; } = new Hop.Ref[DeadlockStressTests.Servers];

        /// <summary>The server that each waits for, or -1.</summary>
        public int[] Waits { get; } = [.. Enumerable.Repeat(-1, DeadlockStressTests.Servers)];

        /// <summary>Whether that server has handed the reply to somebody else.</summary>
        public bool[] IsHandedOver { get; } = new bool[DeadlockStressTests.Servers];

        public System.Collections.Concurrent.ConcurrentQueue<string> FalseReports { get; } = new();

        public int Reports => _reports;

        public long Calls => _calls;

        public void OnCall() => Interlocked.Increment(ref _calls);

        /// <summary>Called by the server that got the report, in its handler: the others of the cycle wait until it replies, so what they noted stands still.</summary>
        public void OnReport(int reporter, CallExitException e)
        {
            Interlocked.Increment(ref _reports);
            var path = ServerInPath.Matches(e.Detail ?? "").Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            var isReal = path.Count >= 3 && path[0] == reporter && path[^1] == reporter;
            for (var i = 0; isReal && i + 1 < path.Count; i++)
                isReal = Volatile.Read(ref Waits[path[i]]) == path[i + 1] && !Volatile.Read(ref IsHandedOver[path[i]]);
            if (!isReal)
                FalseReports.Enqueue($"{e.Detail} seen by s{reporter} while they wait for {string.Join(",", Waits)}, handed over: {string.Join(",", IsHandedOver)}");
        }

        [GeneratedRegex(@"'s(\d+)'")]
        private static partial Regex ServerInPath { get; }
    }

    internal sealed record HopState(int Number, Town Town, Pid Replier);

    internal sealed partial class Hop : GenServer<HopState>
    {
        private Init<HopState> Init(HopState state) => Ok(state);

        [Call]
        private async ValueTask<int> Travel(ImmutableArray<Leg> path, int at)
        {
            await GoOn(path, at);
            return 0;
        }

        [Call]
        private async ValueTask TravelLater(ImmutableArray<Leg> path, int at, From<int> from)
        {
            if (at > 0)
                Volatile.Write(ref State.Town.IsHandedOver[path[at - 1].Server], true);
            State.Replier.Send(from);
            await GoOn(path, at);
        }

        private async ValueTask GoOn(ImmutableArray<Leg> path, int at)
        {
            if (at + 1 == path.Length)
                return;
            var (me, town, _) = State;
            var next = path[at + 1];
            Volatile.Write(ref town.IsHandedOver[me], false);
            Volatile.Write(ref town.Waits[me], next.Server);
            town.OnCall();
            try
            {
                var server = town.Servers[next.Server];
                if (next.IsDeferred)
                    await server.TravelLater(path, at + 1, Timeout.InfiniteTimeSpan);
                else
                    await server.Travel(path, at + 1, Timeout.InfiniteTimeSpan);
            }
            catch (CallExitException e) when (e.Reason.Tag == "deadlock")
            {
                town.OnReport(me, e);
            }

            Volatile.Write(ref town.Waits[me], -1);
        }
    }
}
