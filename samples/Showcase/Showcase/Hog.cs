using Zhar;

namespace Showcase;

/// <summary>Keeps a processor busy for a while and never gives way.</summary>
public static class Hog
{
    public static readonly ServerName Supervisor = "hogs";

    /// <summary>So many at a time, one for each processor.</summary>
    public static readonly int Most = Environment.ProcessorCount;

    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <summary>Starts one more. False: there are enough.</summary>
    public static async ValueTask<bool> Start() => await new TaskSupervisor(Supervisor).StartChild(Spin) is Started;

    /// <summary>How many there are now.</summary>
    public static async ValueTask<int> Count() => (await new TaskSupervisor(Supervisor).Children()).Count;

    private static void Spin()
    {
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < Time;)
            Thread.SpinWait(1000);
    }
}
