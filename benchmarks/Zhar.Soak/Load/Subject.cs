using System.Diagnostics;
using Zhar.Soak.Checks;

namespace Zhar.Soak.Load;

/// <summary>A server that is called, cast to, hogged, crashed and killed; a supervisor starts it again.</summary>
internal sealed partial class Subject : GenServer<long>
{
    private readonly Dictionary<int, long> _lastSeen = [];
    private World _world = null!;
    private Detector _detector = null!;

    private Init<long> Init(World world, int slot)
    {
        _world = world;
        _detector = new Detector(world, $"subject {slot} {Self}");
        _detector.Enter();
        world.Subjects[slot] = new Ref(Self);
        Interlocked.Increment(ref world.Tally.Starts);
        _detector.Leave();
        return Ok(0);
    }

    /// <summary>One of a sequence of casts from one sender.</summary>
    [Cast]
    private void Note(int sender, long sequence)
    {
        _detector.Enter();
        var last = _lastSeen.GetValueOrDefault(sender);
        _world.Verdicts.Check(Invariant.PairOrder, sequence == last + 1, () => $"{_detector}: after {last} of driver {sender} comes {sequence}");
        _lastSeen[sender] = sequence;
        if ((sequence & 7) == 0)
            _detector.Mark();
        _detector.Leave();
    }

    [Call]
    private long LastSeen(int sender) => _lastSeen.GetValueOrDefault(sender);

    [Call]
    private long Echo(long nonce)
    {
        _detector.Enter();
        State++;
        if ((nonce & 7) == 0)
            _detector.Mark();
        _detector.Leave();
        return World.Transform(nonce);
    }

    [Call(NoInline = true)]
    private long EchoScheduled(long nonce) => Echo(nonce);

    /// <summary>Waits for something that knows nothing of processes.</summary>
    [Call]
    private async ValueTask<long> Await(long nonce)
    {
        _detector.Enter();
        Interlocked.Increment(ref _world.Tally.Awaits);
        _detector.Suspend();
        switch (nonce % 4)
        {
            case 0:
                await Task.Delay((int)(nonce % 5));
                break;
            case 1:
                await Task.Run(static () => Thread.SpinWait(1000));
                break;
            case 2:
                await Task.Yield();
                break;
            default:
                await Task.WhenAll(Task.Run(static () => Thread.SpinWait(100)), Task.Delay(1));
                break;
        }

        _detector.Resume();
        _detector.Leave();
        return World.Transform(nonce);
    }

    /// <summary>Another process answers, later and twice.</summary>
    [Call]
    private void Later(long nonce, From<long> reply)
    {
        _detector.Enter();
        var replier = _world.Repliers[nonce % _world.Repliers.Length];
        Detector.Send(() => replier.Answer(new Replier.Waiting(reply, nonce)));
        Interlocked.Increment(ref _world.Tally.Deferred);
        _detector.Leave();
    }

    /// <summary>Holds a processor.</summary>
    [Cast]
    private void Hog(int milliseconds)
    {
        _detector.Enter();
        Interlocked.Increment(ref _world.Tally.Hogs);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds;)
            Thread.SpinWait(50);
        _detector.Leave();
    }

    /// <summary>Holds a thread.</summary>
    [Cast]
    private void Sleep(int milliseconds)
    {
        _detector.Enter();
        Interlocked.Increment(ref _world.Tally.Sleeps);
        Thread.Sleep(milliseconds);
        _detector.Leave();
    }

    [Cast]
    private void Crash()
    {
        _detector.Enter();
        Interlocked.Increment(ref _world.Tally.Crashes);
        _detector.Leave();
        throw new InvalidOperationException("Crashes on purpose.");
    }
}
