namespace Zhar;

/// <summary>From where on <see cref="NodeHealthCheck"/> calls a node degraded or unhealthy. Register an instance as a service to change it.</summary>
public sealed class NodeHealthOptions
{
    /// <summary>A process that could run and waits this long for its turn makes the node degraded. Default 250 ms.</summary>
    public TimeSpan DegradedSchedulerLag { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>As above, unhealthy. Default 5 s.</summary>
    public TimeSpan UnhealthySchedulerLag { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A message that has waited this long makes the node degraded. Default 30 s.</summary>
    public TimeSpan DegradedMailboxAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>More threads than this that still run code of dead processes make the node unhealthy: only a new OS process gets rid of them. Default 8.</summary>
    public int MaxZombies { get; set; } = 8;
}
