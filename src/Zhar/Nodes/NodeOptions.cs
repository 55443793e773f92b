using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar;

/// <summary>How a node is started.</summary>
public sealed class NodeOptions
{
    /// <summary>The node's name, unique in its cluster. Default <c>nonode@nohost</c>.</summary>
    public string Name { get; set; } = "nonode@nohost";

    /// <summary>The clock of all timers, timeouts and restart windows. Default: the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Where crash reports and warnings go. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Where the constructors of servers get their services from.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>Worker threads of a scheduler of the node's own. Default 0: the node shares the OS process' scheduler, with a worker per core.</summary>
    public int Workers
    {
        get;
        set => field = value is >= 0 and <= 1024 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, "Workers is between 1 and 1024, or 0 to share the scheduler of the OS process.");
    }

    /// <summary>How long the applications get to stop when the node is disposed, in real time; then what still runs is killed. Default 5 s.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Runs processes on the .NET thread pool, for hosts that allow no threads of our own. Handlers that block then delay others.</summary>
    public bool UseThreadPool { get; set; }

    internal Scheduling.Scheduler? Scheduler { get; set; }
}
