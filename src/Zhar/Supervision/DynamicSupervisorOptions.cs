using System.Collections.Immutable;

namespace Zhar;

/// <summary>The rules of a <see cref="DynamicSupervisor"/>.</summary>
public sealed record DynamicSupervisorOptions
{
    internal static readonly DynamicSupervisorOptions Default = new();

    /// <summary>Restarts allowed inside <see cref="RestartWindow"/>; one more ends the supervisor. Default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRestarts
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(MaxRestarts), value, "MaxRestarts is 0 or more. Use 0 to end the supervisor on the first crash.");
    } = 3;

    /// <summary>The sliding window that <see cref="MaxRestarts"/> counts in. Default 5 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero or negative.</exception>
    public TimeSpan RestartWindow
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(
            nameof(RestartWindow), value, "RestartWindow is longer than zero: RestartWindow = TimeSpan.FromSeconds(5).");
    } = TimeSpan.FromSeconds(5);

    /// <summary>The most children at a time, those that are being restarted among them. Default: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxChildren
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxChildren), value, "MaxChildren is 0 or more. Leave it out for no limit.");
    } = int.MaxValue;

    /// <summary>Arguments that go in front of each child's own, at its start and at each restart. Only starts that take a list have room for them: <see cref="ChildSpec.Of"/>.</summary>
    public ImmutableArray<object?> ExtraArguments
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    internal SupervisorSpec Spec => new(Strategy.SimpleOneForOne, []) { MaxRestarts = MaxRestarts, RestartWindow = RestartWindow, Dynamic = this };
}
