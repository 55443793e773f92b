using System.Collections.Frozen;
using System.ComponentModel;
using Zhar.Scheduling;

namespace Zhar.Web;

/// <summary>What a socket has to know of a channel class. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChannelDefinition
{
    private readonly InlineRights.Right _other = NewRight();
    private FrozenDictionary<string, InlineRights.Right>? _rights;

    /// <summary>Describes a channel.</summary>
    /// <param name="type">Its class.</param>
    /// <param name="child">Makes the spec of its process.</param>
    public ChannelDefinition(Type type, Func<ChannelContext, ChildSpec> child)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(child);
        Name = type.Name;
        Child = child;
    }

    /// <summary>The events that clients may push.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>The events of broadcasts that it wants to see before they go out.</summary>
    public IReadOnlyList<string> Intercepted { get; init; } = [];

    /// <summary>Whether joins are logged.</summary>
    public bool LogsJoin { get; init; } = true;

    /// <summary>Whether messages of clients are logged.</summary>
    public bool LogsHandleIn { get; init; } = true;

    /// <summary>After how many seconds without a message a channel hibernates; 0 for never.</summary>
    public int HibernateAfterSeconds { get; init; }

    /// <summary>The channel's name in logs and metrics.</summary>
    internal string Name { get; }

    internal Func<ChannelContext, ChildSpec> Child { get; }

    /// <summary>Makes the spec in place of <see cref="Child"/>, in the connection's process: for one that has to read the join first, which must not hold up the supervisor of all channels.</summary>
    internal Func<ChannelContext, ChildSpec>? Prepare { get; init; }

    /// <summary>Whether messages with an event are short enough to be handled by the thread that has read them. Known for each event; the others share one.</summary>
    internal InlineRights.Right RightOf(string @event) =>
        (_rights ??= Events.Distinct().ToFrozenDictionary(static e => e, static _ => NewRight(), StringComparer.Ordinal)).TryGetValue(@event, out var right) ? right : _other;

    internal bool Intercepts(string @event) => Intercepted.Count > 0 && Intercepted.Contains(@event);

    internal bool Handles(string @event) => Events.Contains(@event);

    /// <summary>The thread that reads for one client may spend more on its messages than a caller on a call: nobody else waits for it.</summary>
    internal static InlineRights.Right NewRight() => new(owner: null, runsPerMillisecond: 5);
}
