using Zhar.Runtime;

namespace Zhar;

/// <summary>How a supervisor starts, restarts and stops one child. Change a part with <c>with</c>: <c>Counter.Child(0) with { Id = "second" }</c>.</summary>
/// <remarks>Source: OTP supervisor, child_spec().</remarks>
public sealed record ChildSpec
{
    /// <summary>A spec for the process that <paramref name="start"/> makes.</summary>
    public ChildSpec(object id, ChildStart start)
    {
        Id = id;
        Start = start;
    }

    /// <summary>Tells the child from its siblings; unique inside one supervisor. Default: the type of the child.</summary>
    public object Id { get; init; }

    /// <summary>How to start it.</summary>
    public ChildStart Start { get; init; }

    /// <summary>When to restart it. Default <see cref="Zhar.Restart.Permanent"/>.</summary>
    public Restart Restart { get; init; } = Restart.Permanent;

    /// <summary>How to stop it. Default: 5 s for a worker, as long as it takes for a supervisor.</summary>
    public Shutdown? Shutdown { get; init; }

    /// <summary>Worker or supervisor.</summary>
    public ChildType Type { get; init; } = ChildType.Worker;

    /// <summary>Whether the end of this child can end its supervisor, see <c>AutoShutdown</c>.</summary>
    public bool Significant { get; init; }

    /// <summary>Registers the child under this name.</summary>
    public ServerName Name { get; init; }

    /// <summary>The stop rule in force.</summary>
    public Shutdown EffectiveShutdown => Shutdown ?? (Type == ChildType.Supervisor ? Zhar.Shutdown.Infinity : Zhar.Shutdown.After(TimeSpan.FromSeconds(5)));
}

/// <summary>When a supervisor restarts a child.</summary>
public enum Restart
{
    /// <summary>Always.</summary>
    Permanent,

    /// <summary>Only when it ends for another reason than normal, shutdown or shutdown(x).</summary>
    Transient,

    /// <summary>Never; its spec goes with it.</summary>
    Temporary,
}

/// <summary>Whether a child is itself a supervisor.</summary>
public enum ChildType
{
    /// <summary>Any process but a supervisor.</summary>
    Worker,

    /// <summary>A supervisor, which by default gets all the time it needs to stop.</summary>
    Supervisor,
}

/// <summary>How a child is stopped: killed at once, asked and killed after a time, or asked and waited for.</summary>
public readonly record struct Shutdown
{
    private Shutdown(int milliseconds) => Milliseconds = milliseconds;

    internal int Milliseconds { get; } // -1 = infinity, -2 = brutal kill

    /// <summary>Kills the child without asking.</summary>
    public static Shutdown BrutalKill { get; } = new(-2);

    /// <summary>Sends the exit signal <c>shutdown</c> and waits as long as it takes.</summary>
    public static Shutdown Infinity { get; } = new(-1);

    /// <summary>Sends the exit signal <c>shutdown</c>, waits for <paramref name="time"/>, then kills.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static Shutdown After(TimeSpan time) => new(Durations.Milliseconds(time, nameof(time)));

    /// <summary>The rule in words.</summary>
    public override string ToString() => Milliseconds switch { -2 => "brutal_kill", -1 => "infinity", _ => $"{Milliseconds} ms" };
}

/// <summary>How a child process comes to be. Data, not a delegate, so that a supervisor holds no code of the application.</summary>
public abstract class ChildStart
{
    /// <summary>What reports call the child's module.</summary>
    public abstract string Module { get; }

    /// <summary>Starts the process linked to the current process, a supervisor, and waits for its Init.</summary>
    public abstract ValueTask<StartResult> StartLink(ServerName name);
}

/// <summary>The <see cref="ChildStart"/> of a generated server.</summary>
public sealed class ServerChildStart(ServerStart start) : ChildStart
{
    /// <inheritdoc/>
    public override string Module => start.ServerType.FullName ?? start.ServerType.Name;

    /// <inheritdoc/>
    public override ValueTask<StartResult> StartLink(ServerName name) => GenServer.TryStartLink(start, name);
}
