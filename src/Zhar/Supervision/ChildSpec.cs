namespace Zhar;

/// <summary>How a supervisor starts, restarts and stops one child. Change a part with <c>with</c>: <c>Counter.Child(0) with { Id = "second" }</c>.</summary>
/// <remarks>Source: OTP supervisor, child_spec().</remarks>
public sealed record ChildSpec
{
    /// <summary>A spec for the process that <paramref name="start"/> makes.</summary>
    /// <exception cref="ArgumentNullException">The id or the start is missing.</exception>
    public ChildSpec(object id, ChildStart start)
    {
        Id = id;
        Start = start;
    }

    /// <summary>Tells the child from its siblings; unique inside one supervisor. Default: the type of the child.</summary>
    public object Id
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Id), "A child spec needs an Id, unique among its siblings: spec with { Id = \"second\" }.");
    }

    /// <summary>How to start it.</summary>
    public ChildStart Start
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Start), "A child spec needs a Start, which says how the process is made. Take the spec from the server: Counter.Child(0).");
    }

    /// <summary>When to restart it. Default <see cref="Zhar.Restart.Permanent"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the three.</exception>
    public Restart Restart
    {
        get;
        init => field = value is >= Restart.Permanent and <= Restart.Temporary ? value : throw new ArgumentOutOfRangeException(
            nameof(Restart), value, "Restart is Permanent, Transient or Temporary.");
    }

    /// <summary>How to stop it. Default: 5 s for a worker, as long as it takes for a supervisor.</summary>
    public Shutdown? Shutdown { get; init; }

    /// <summary>Worker or supervisor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither.</exception>
    public ChildType Type
    {
        get;
        init => field = value is ChildType.Worker or ChildType.Supervisor ? value : throw new ArgumentOutOfRangeException(
            nameof(Type), value, "Type is Worker or Supervisor.");
    }

    /// <summary>Whether the end of this child can end its supervisor, see <c>AutoShutdown</c>.</summary>
    public bool Significant { get; init; }

    /// <summary>Registers the child under this name.</summary>
    public ServerName Name { get; init; }

    /// <summary>Waits before restarts that follow each other closely. Default <c>null</c>: restarts are immediate, as in OTP.</summary>
    public Backoff? Backoff { get; init; }

    /// <summary>A child that <paramref name="function"/> starts, with its arguments kept as data: OTP's <c>{Module, Function, Arguments}</c>.</summary>
    /// <param name="id">Tells the child from its siblings.</param>
    /// <param name="function">A static method: it starts the process linked to the current one and waits for its Init.</param>
    /// <param name="arguments">What the function gets at each start.</param>
    public static ChildSpec Of(object id, ChildStartFunction function, params object?[] arguments) => new(id, new FunctionChildStart(function, arguments));

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
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or over 24 days.</exception>
    public static Shutdown After(TimeSpan time) => time >= TimeSpan.Zero && time.TotalDays <= 24
        ? new(Durations.Milliseconds(time, nameof(time)))
        : throw new ArgumentOutOfRangeException(
            nameof(Shutdown), time, "Shutdown is a time between 0 and 24 days. Use Shutdown.BrutalKill to kill at once, Shutdown.Infinity to wait as long as it takes.");

    /// <summary>The rule in words.</summary>
    public override string ToString() => Milliseconds switch { -2 => "brutal_kill", -1 => "infinity", _ => $"{Milliseconds} ms" };
}
