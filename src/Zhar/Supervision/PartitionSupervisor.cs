using System.Collections.Immutable;
using Zhar.Supervision;

namespace Zhar;

/// <summary>Starts the same server several times and spreads its users over them by a key: for a server that has become a bottleneck.</summary>
/// <remarks>
/// <para>
/// A child of a tree: <c>PartitionSupervisor.Child("caches", Cache.Child())</c>. Reach a partition by <see cref="Key"/>, wherever a name is taken:
/// <c>new Cache.Ref(PartitionSupervisor.Key("caches", userId))</c>. The children are those of an ordinary supervisor with the ids 0, 1, 2 and so on.
/// </para>
/// <para>Source: Elixir PartitionSupervisor.</para>
/// </remarks>
public static class PartitionSupervisor
{
    /// <summary>The spec of a partition supervisor inside a supervisor, all partitions started in the same way.</summary>
    /// <param name="name">Its name, which <see cref="Key"/> needs; also its id.</param>
    /// <param name="child">What each partition is.</param>
    /// <param name="options">How many partitions, and the rules.</param>
    /// <exception cref="ArgumentException">The name or the child is missing, or the child has a name, which only one partition could have.</exception>
    public static ChildSpec Child(ServerName name, ChildSpec child, PartitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        return Child(name, _ => child, options);
    }

    /// <summary>As above, with a spec for each partition, made here and now from its number. Source: Elixir's <c>with_arguments</c>.</summary>
    public static ChildSpec Child(ServerName name, Func<int, ChildSpec> child, PartitionOptions? options = null)
    {
        var spec = Spec(name, child, options);
        return Supervisor.Child(name.ToString(), new SpecStart(nameof(PartitionSupervisor), spec)) with { Name = name };
    }

    /// <summary>Starts one linked to the current process.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Child(ServerName, ChildSpec, PartitionOptions?)"/>.</exception>
    /// <exception cref="StartException">A partition did not start, or the name is taken.</exception>
    public static async ValueTask<Pid> StartLink(ServerName name, ChildSpec child, PartitionOptions? options = null) =>
        (await TryStartLink(name, child, options).ConfigureAwait(true)).OrThrow();

    /// <summary>As above, with a spec for each partition.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Child(ServerName, ChildSpec, PartitionOptions?)"/>.</exception>
    /// <exception cref="StartException">A partition did not start, or the name is taken.</exception>
    public static async ValueTask<Pid> StartLink(ServerName name, Func<int, ChildSpec> child, PartitionOptions? options = null) =>
        (await TryStartLink(name, child, options).ConfigureAwait(true)).OrThrow();

    /// <summary>As <see cref="StartLink(ServerName, ChildSpec, PartitionOptions?)"/>, with a failed start as a value.</summary>
    /// <exception cref="ArgumentException">As there.</exception>
    public static ValueTask<StartResult> TryStartLink(ServerName name, ChildSpec child, PartitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        return TryStartLink(name, _ => child, options);
    }

    /// <summary>As above, with a spec for each partition.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Child(ServerName, ChildSpec, PartitionOptions?)"/>.</exception>
    public static ValueTask<StartResult> TryStartLink(ServerName name, Func<int, ChildSpec> child, PartitionOptions? options = null) =>
        GenServer.TryStartLink(new SpecStart(nameof(PartitionSupervisor), Spec(name, child, options)), name);

    /// <summary>The name of whichever partition is responsible for <paramref name="key"/>: an integer's absolute value modulo the number of partitions, else a stable hash.</summary>
    /// <param name="supervisor">The supervisor's name.</param>
    /// <param name="key">The key. Strings hash the same in every run; other types by their <see cref="object.GetHashCode"/>.</param>
    /// <param name="node">The node, for use outside a process.</param>
    /// <exception cref="ArgumentException">The name is missing.</exception>
    public static ServerName Key(ServerName supervisor, object key, Node? node = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ServerName.Via(PartitionRegistry.Instance, new PartitionKey(Named(supervisor), key, node));
    }

    /// <summary>How many partitions the supervisor has; 0 when there is none of that name.</summary>
    public static int Partitions(ServerName supervisor, Node? node = null) => PartitionRegistry.Find(supervisor, node)?.Length ?? 0;

    /// <summary>The partitions, last first; the id is the number.</summary>
    public static ValueTask<IReadOnlyList<ChildInfo>> WhichChildren(ServerRef supervisor, CallOptions? options = null) => Supervisor.WhichChildren(supervisor, options);

    /// <summary>How many partitions there are and run.</summary>
    public static ValueTask<ChildCounts> CountChildren(ServerRef supervisor, CallOptions? options = null) => Supervisor.CountChildren(supervisor, options);

    /// <summary>Stops the supervisor and its partitions.</summary>
    /// <exception cref="InvalidOperationException">The current process is one of its children.</exception>
    public static ValueTask Stop(ServerRef supervisor, ExitReason? reason = null, TimeSpan? timeout = null) => Supervisor.Stop(supervisor, reason, timeout);

    private static SupervisorSpec Spec(ServerName name, Func<int, ChildSpec> child, PartitionOptions? options)
    {
        Named(name);
        ArgumentNullException.ThrowIfNull(child);
        options ??= new PartitionOptions();
        var children = ImmutableArray.CreateBuilder<ChildSpec>(options.Partitions);
        for (var i = 0; i < options.Partitions; i++)
        {
            var spec = child(i) ?? throw new ArgumentException($"The function gave no child spec for partition {i}.", nameof(child));
            if (spec.Name.Local is not null && options.Partitions > 1 && children.Any(c => c.Name == spec.Name))
                throw new ChildSpecException(nameof(ChildSpec.Name), spec.Id, spec.Name, $"Every partition would have the name '{spec.Name}'. Leave Name out: partitions are reached by PartitionSupervisor.Key(\"{name}\", key).");
            children.Add(spec with { Id = i });
        }

        return new SupervisorSpec(options.Strategy, children.MoveToImmutable())
        {
            MaxRestarts = options.MaxRestarts,
            RestartWindow = options.RestartWindow,
            Partitions = options.Partitions,
        };
    }

    private static ServerName Named(ServerName name) => !name.IsNone ? name : throw new ArgumentException(
        "A partition supervisor needs a name, by which its partitions are found: PartitionSupervisor.Child(\"caches\", Cache.Child()).", nameof(name));
}

/// <summary>The rules of a <see cref="PartitionSupervisor"/>.</summary>
public sealed record PartitionOptions
{
    /// <summary>How many children. Default: the number of processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int Partitions
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(
            nameof(Partitions), value, "Partitions is 1 or more. Leave it out for one per processor.");
    } = Environment.ProcessorCount;

    /// <summary>What a crash of one partition means for the others. Default <see cref="Strategy.OneForOne"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of OneForOne, OneForAll, RestForOne.</exception>
    public Strategy Strategy
    {
        get;
        init => field = value is >= Strategy.OneForOne and <= Strategy.RestForOne ? value : throw new ArgumentOutOfRangeException(
            nameof(Strategy), value, "Strategy is OneForOne, OneForAll or RestForOne.");
    }

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
}
