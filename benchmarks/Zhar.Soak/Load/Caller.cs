using Zhar.Soak.Checks;

namespace Zhar.Soak.Load;

/// <summary>Makes a call, and looks how it ends.</summary>
internal static class Caller
{
    /// <summary>Calls with a time limit that the server may well miss.</summary>
    internal static Task Impatient(World world, Func<long, CallOptions, ValueTask<long>> call, TimeSpan limit) => Make(world, call, limit, mayTimeOut: true);

    /// <summary>Calls and waits as long as it takes; a timeout then means that somebody was not woken.</summary>
    internal static Task Patient(World world, Func<long, CallOptions, ValueTask<long>> call) => Make(world, call, World.Patience, mayTimeOut: false);

    private static async Task Make(World world, Func<long, CallOptions, ValueTask<long>> call, TimeSpan limit, bool mayTimeOut)
    {
        var nonce = world.NextNonce();
        var tally = world.Tally;
        var ends = 0;
        Interlocked.Increment(ref tally.CallsStarted);
        try
        {
            var reply = await call(nonce, limit);
            Interlocked.Increment(ref tally.Replies);
            world.Verdicts.Check(Invariant.NoLateReply, reply == World.Transform(nonce), () => $"the call {nonce} got the reply {reply}");
        }
        catch (CallExitException e) when (e.Reason.Tag == "timeout")
        {
            Interlocked.Increment(ref tally.Timeouts);
            world.Verdicts.Check(Invariant.NoLostWakeUp, mayTimeOut, () => $"no reply in {limit.TotalSeconds:0} s: {e.Message}");
        }
        catch (CallExitException)
        {
            Interlocked.Increment(ref tally.Exits);
        }
        finally
        {
            world.Verdicts.Check(Invariant.CallEndsOnce, ++ends == 1, () => $"the call {nonce} ended twice");
            Interlocked.Increment(ref tally.CallsEnded);
        }
    }
}
