using System.Collections.Immutable;

namespace Zhar;

/// <summary>The children of a supervisor and its rules. Made by <c>Supervisor.OneForOne(…)</c> and its kin; change a part with <c>with</c>.</summary>
/// <remarks>Defaults are Elixir's: 3 restarts in 5 s. Source: OTP supervisor, sup_flags().</remarks>
public sealed record SupervisorSpec
{
    internal static readonly SupervisorSpec Ignore = new(Strategy.OneForOne, []);

    internal SupervisorSpec(Strategy strategy, ImmutableArray<ChildSpec> children)
    {
        Strategy = strategy;
        Children = children;
    }

    /// <summary>What a crash of one child means for the others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the strategies.</exception>
    public Strategy Strategy
    {
        get;
        init => field = value is >= Strategy.OneForOne and <= Strategy.SimpleOneForOne ? value : throw new ArgumentOutOfRangeException(
            nameof(Strategy), value, "Strategy is OneForOne, OneForAll, RestForOne or SimpleOneForOne.");
    }

    /// <summary>The children in start order; for <see cref="Strategy.SimpleOneForOne"/> the template alone.</summary>
    public ImmutableArray<ChildSpec> Children { get; init; }

    /// <summary>Restarts allowed inside <see cref="RestartWindow"/>; one more ends the supervisor. Default 3. 0 makes the first crash fatal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRestarts
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(MaxRestarts), value, "MaxRestarts is 0 or more. Use 0 to end the supervisor on the first crash.");
    } = 3;

    /// <summary>The sliding window that <see cref="MaxRestarts"/> counts in, both edges inside. Default 5 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero or negative.</exception>
    public TimeSpan RestartWindow
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(
            nameof(RestartWindow), value, "RestartWindow is longer than zero: RestartWindow = TimeSpan.FromSeconds(5).");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the supervisor ends when significant children have ended by themselves. Default <see cref="AutoShutdown.Never"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the three.</exception>
    public AutoShutdown AutoShutdown
    {
        get;
        init => field = value is >= AutoShutdown.Never and <= AutoShutdown.AllSignificant ? value : throw new ArgumentOutOfRangeException(
            nameof(AutoShutdown), value, "AutoShutdown is Never, AnySignificant or AllSignificant.");
    }

    /// <summary>The same as a child of another supervisor, with an id made of its children's. Give several of one kind their own: <see cref="Supervisor.Child(SupervisorSpec, object?)"/>.</summary>
    public static implicit operator ChildSpec(SupervisorSpec spec) => Supervisor.Child(spec);

    internal DynamicSupervisorOptions? Dynamic { get; init; }

    /// <summary>The partitions of a partition supervisor.</summary>
    internal int Partitions { get; init; }
}

/// <summary>What a supervisor does about the other children when one has crashed.</summary>
public enum Strategy
{
    /// <summary>Only the crashed child is restarted.</summary>
    OneForOne,

    /// <summary>All others are stopped, last first, then all are started in order.</summary>
    OneForAll,

    /// <summary>Those that were started after it are stopped and started again with it.</summary>
    RestForOne,

    /// <summary>Any number of children of one template, each started by <c>StartChild</c>; a crash concerns only itself.</summary>
    SimpleOneForOne,
}

/// <summary>When a supervisor ends because of children that were marked significant and ended by themselves.</summary>
public enum AutoShutdown
{
    /// <summary>Never. No child may be significant.</summary>
    Never,

    /// <summary>As soon as one significant child has ended and is not restarted.</summary>
    AnySignificant,

    /// <summary>As soon as no significant child is left.</summary>
    AllSignificant,
}
