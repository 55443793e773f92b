using Zhar.Soak.Checks;

namespace Zhar.Soak.Load;

/// <summary>An OS thread beside it all: sees who makes no progress, and how many threads and how much memory there are.</summary>
internal sealed class Watchdog(World world, IReadOnlyList<Driver> drivers)
{
    private readonly List<int> _threads = [];
    private readonly List<long> _resident = [];
    private readonly HashSet<Driver> _stuck = [];
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;

    /// <summary>Threads at most, in the first and in the second half of the load.</summary>
    internal (int First, int Second) Threads => (_threads.Take(_threads.Count / 2).DefaultIfEmpty().Max(), _threads.Skip(_threads.Count / 2).DefaultIfEmpty().Max());

    /// <summary>Resident bytes at most, in the second and in the last quarter of the load.</summary>
    internal (long Early, long Late) Resident
    {
        get
        {
            var quarter = _resident.Count / 4;
            return (_resident.Skip(quarter).Take(quarter).DefaultIfEmpty().Max(), _resident.Skip(3 * quarter).DefaultIfEmpty().Max());
        }
    }

    internal void Start()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "watchdog" };
        _thread.Start();
    }

    internal void Stop()
    {
        _stop.Set();
        _thread!.Join();
    }

    private void Watch()
    {
        while (!_stop.Wait(200))
        {
            _threads.Add(Machine.Threads);
            _resident.Add(Machine.ResidentBytes);
            foreach (var driver in drivers)
            {
                var (doing, time) = driver.State;
                var stuck = doing != "ended" && time > World.Patience.TotalMilliseconds + 5000;
                if (!stuck)
                    world.Verdicts.Check(Invariant.NoLostWakeUp, true, () => "");
                else if (_stuck.Add(driver))
                    world.Verdicts.Check(Invariant.NoLostWakeUp, false, () => $"a driver {doing} for {time} ms");
            }
        }
    }
}
