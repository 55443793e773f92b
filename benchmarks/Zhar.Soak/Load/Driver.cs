using Zhar.Soak.Checks;

namespace Zhar.Soak.Load;

/// <summary>A raw process that does something at random to a random server, again and again.</summary>
internal sealed class Driver
{
    private readonly World _world;
    private readonly int _number;
    private readonly Random _random;
    private readonly (Subject.Ref Subject, long Sequence)[] _sent = new (Subject.Ref, long)[World.Slots];
    private readonly HashSet<MonitorRef> _off = [];
    private string _doing = "starting";
    private long _since = Environment.TickCount64;

    internal Driver(World world, int number)
    {
        _world = world;
        _number = number;
        _random = new Random(world.Options.Seed + number);
    }

    /// <summary>What it does, and for how many milliseconds.</summary>
    internal (string Doing, long For) State => (_doing, Environment.TickCount64 - Volatile.Read(ref _since));

    internal async Task Run(ProcessContext self)
    {
        Process.TrapExit = true;
        Detector.MarkCaller(this);
        while (!_world.IsStopping)
        {
            await Act(self, _random.Next(1000));
            Detector.CheckCaller(_world, this);
            await ReadMailbox(self);
            if (_random.Next(4) == 0)
                await Doing("waits a moment", Process.Delay(TimeSpan.FromMilliseconds(_random.Next(3))).AsTask());
        }

        await CheckThatNothingIsLost();
        Says("ended");
    }

    private Task Act(ProcessContext self, int choice)
    {
        var slot = _random.Next(World.Slots);
        var subject = _world.Subjects[slot];
        switch (choice)
        {
            case < 330:
                Says("casts");
                CastSequence(slot, subject);
                return Task.CompletedTask;
            case < 560:
                return Doing("calls", Caller.Patient(_world, subject.Echo));
            case < 700:
                return Doing("calls through the scheduler", Caller.Patient(_world, subject.EchoScheduled));
            case < 760:
                return Doing("calls a server that awaits", Caller.Patient(_world, subject.Await));
            case < 820:
                return Doing("calls a server that defers", Caller.Patient(_world, subject.Later));
            case < 860:
                return Doing("calls impatiently", Caller.Impatient(_world, _random.Next(2) == 0 ? subject.Await : subject.Later, TimeSpan.FromMilliseconds(_random.Next(4))));
            case < 880:
                Says("kills a caller");
                KillCaller(subject);
                return Task.CompletedTask;
            case < 940:
                Says("links and monitors");
                LinkAndMonitor(self, subject.Address.Pid);
                return Task.CompletedTask;
            case < 970:
                Says("watches a death");
                var seed = _random.Next();
                Process.Spawn(executioner => new Executioner(_world, seed).Run(executioner));
                return Task.CompletedTask;
            case < 974:
                subject.Hog(_random.Next(1, 21));
                return Task.CompletedTask;
            case < 978:
                subject.Sleep(_random.Next(1, 11));
                return Task.CompletedTask;
            case < 990:
                Interlocked.Increment(ref _world.Tally.Kills);
                Process.Exit(subject.Address.Pid, _random.Next(2) == 0 ? ExitReason.Kill : ExitReason.Of("told_to_end"));
                return Task.CompletedTask;
            default:
                subject.Crash();
                return Task.CompletedTask;
        }
    }

    private void CastSequence(int slot, Subject.Ref subject)
    {
        var count = _random.Next(1, 20);
        var (known, sequence) = _sent[slot];
        if (known != subject)
            sequence = 0;
        Detector.Send(() =>
        {
            for (var i = 0; i < count; i++)
                subject.Note(_number, ++sequence);
        });
        _sent[slot] = (subject, sequence);
        Interlocked.Add(ref _world.Tally.Casts, count);
    }

    private void KillCaller(Subject.Ref subject)
    {
        var spin = _random.Next(2000);
        var patient = _random.Next(2) == 0;
        var caller = Process.Spawn(_ => patient ? Caller.Patient(_world, subject.Await) : Caller.Impatient(_world, subject.Later, TimeSpan.FromMilliseconds(2)));
        Thread.SpinWait(spin);
        Process.Exit(caller, ExitReason.Kill);
        Interlocked.Increment(ref _world.Tally.CallersKilled);
    }

    private void LinkAndMonitor(ProcessContext self, Pid pid)
    {
        Process.Link(pid);
        var monitor = Process.Monitor(pid);
        var second = Process.Monitor(pid);
        Interlocked.Increment(ref _world.Tally.Links);
        Interlocked.Add(ref _world.Tally.Monitors, 2);
        if (_random.Next(4) == 0)
            Process.Exit(pid, ExitReason.Kill);
        Process.Unlink(pid);
        Process.Demonitor(monitor, flush: true);
        _off.Add(monitor);
        if (_random.Next(2) == 0)
            Process.Demonitor(second);
        var info = Process.Info(self.Pid)!;
        _world.Verdicts.Check(Invariant.DeathIsComplete, !info.Links.Contains(pid), () => $"{self.Pid} is linked with {pid} after Unlink");
    }

    /// <summary>Empties the mailbox, so that it does not grow, and looks for what must not be there.</summary>
    private async Task ReadMailbox(ProcessContext self)
    {
        while (await self.Receive<object>(TimeSpan.Zero) is { } message)
        {
            if (message is not Down down)
                continue;
            _world.Verdicts.Check(Invariant.DeathIsComplete, !_off.Contains(down.Ref), () => $"{down} came after Demonitor with flush");
            _world.Verdicts.Check(Invariant.DeathIsComplete, !Process.IsAlive(down.Pid), () => $"{down} came and the process lives");
        }

        _off.Clear();
    }

    /// <summary>Each message to a server that still lives must have arrived.</summary>
    private async Task CheckThatNothingIsLost()
    {
        Says("asks what has arrived");
        foreach (var (subject, sequence) in _sent)
        {
            if (sequence == 0)
                continue;
            try
            {
                var seen = await subject.LastSeen(_number, World.Patience);
                _world.Verdicts.Check(Invariant.PairOrder, seen == sequence, () => $"{subject} has seen {seen} of the {sequence} messages of driver {_number}");
            }
            catch (CallExitException e) when (e.Reason.Tag == "timeout")
            {
                _world.Verdicts.Check(Invariant.NoLostWakeUp, false, () => e.Message);
            }
            catch (CallExitException)
            {
                // It has ended meanwhile, and what it had got went with it.
            }
        }
    }

    public override string ToString() => $"driver {_number}";

    private Task Doing(string what, Task task)
    {
        Says(what);
        return task;
    }

    private void Says(string what)
    {
        _doing = what;
        Volatile.Write(ref _since, Environment.TickCount64);
    }
}
