namespace Zhar.Web;

/// <summary>How presences are kept between nodes.</summary>
public sealed record PresenceOptions
{
    /// <summary>How often a node tells the others that it is there. Default 1.5 s.</summary>
    public TimeSpan HeartbeatInterval { get; init => field = Positive(value, nameof(HeartbeatInterval)); } = TimeSpan.FromSeconds(1.5);

    /// <summary>After this long without a word of a node its presences count as left; they come back with the node. Default 30 s.</summary>
    public TimeSpan DownPeriod { get; init => field = Positive(value, nameof(DownPeriod)); } = TimeSpan.FromSeconds(30);

    /// <summary>After this long a node is forgotten. Default 20 min.</summary>
    public TimeSpan PermDownPeriod { get; init => field = Positive(value, nameof(PermDownPeriod)); } = TimeSpan.FromMinutes(20);

    /// <summary>The PubSub of the topics and of the nodes' messages. Default <see cref="PubSub.Default"/>.</summary>
    public PubSub PubSub { get; init; } = PubSub.Default;

    private static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is longer than zero.");
}
