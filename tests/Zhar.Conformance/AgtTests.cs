using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>AGT: agents.</summary>
public sealed class AgtTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Fact(Timeout = Limit)]
    public async Task AGT_001()
    {
        var (updated, first, second) = await Leftovers.Run(async _ =>
        {
            var agent = await Agent.StartLink(() => 1);
            await agent.Update(static n => n + 1);
            var updated = await agent.Get();
            var first = await agent.GetAndUpdate(static n => ($"was {n}", n * 10));
            var second = await agent.Get(static n => n);
            await agent.Stop();
            return (updated, first, second);
        });

        Check.Equal(2, updated);
        Check.Equal("was 2", first);
        Check.Equal(20, second);
    }

    [Fact(Timeout = Limit)]
    public async Task AGT_002()
    {
        var (failure, down) = await Leftovers.Run(async self =>
        {
            var agent = await Agent.Start(() => 1);
            Process.Monitor(agent.Address.Pid);
            var failure = await Failure(() => agent.Get(int (_) => throw new InvalidOperationException("bad function")));
            return (failure, await self.Receive<Down>());
        });

        Check.Equal("bad function", Check.IsType<InvalidOperationException>(failure.Reason.Exception).Message);
        Check.Equal(failure.Reason, down.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task AGT_003()
    {
        var values = await Leftovers.Run(async _ =>
        {
            var agent = await Agent.StartLink(() => 0);
            var values = new List<int>();
            for (var i = 0; i < 100; i++)
            {
                agent.Cast(static n => n + 1);
                values.Add(await agent.Get());
            }

            await agent.Stop();
            return values;
        });

        Check.Equal(Enumerable.Range(1, 100), values);
    }

    [Fact(Timeout = Limit)]
    public async Task AGT_004()
    {
        var (failure, after) = await Leftovers.Run(async _ =>
        {
            var agent = await Agent.StartLink(() => 1);
            using var go = new ManualResetEventSlim();
            agent.Cast(n =>
            {
                go.Wait();
                return n + 1;
            });
            var failure = await Failure(() => agent.Get(TimeSpan.FromMilliseconds(10)));
            go.Set();
            var after = await agent.Get();
            await agent.Stop();
            return (failure, after);
        });

        Check.Equal(ExitReason.Timeout, failure.Reason);
        Check.Equal(TimeSpan.FromMilliseconds(10), failure.Timeout);
        Check.Equal(2, after);
    }

    [Fact(Timeout = Limit)]
    public async Task AGT_005()
    {
        var (failure, alive) = await Leftovers.Run(async _ =>
        {
            var agent = await Agent.StartLink(() => 1);
            await agent.Stop();
            var alive = Process.IsAlive(agent.Address.Pid);
            return (await Failure(() => agent.Get()), alive);
        });

        Check.False(alive);
        Check.Equal(ExitReason.NoProc, failure.Reason);
    }

    private static async Task<CallExitException> Failure<T>(Func<ValueTask<T>> action)
    {
        try
        {
            await action();
        }
        catch (CallExitException e)
        {
            return e;
        }

        throw new InvalidOperationException("The operation succeeded, which it must not.");
    }
}
