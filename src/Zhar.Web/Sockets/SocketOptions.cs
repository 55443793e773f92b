namespace Zhar.Web;

/// <summary>How a mounted socket works: its transports and what a client may ask of the server.</summary>
public sealed record SocketOptions
{
    /// <summary>Whether clients may connect by WebSocket, at <c>…/websocket</c>. Default true.</summary>
    public bool WebSocket { get; init; } = true;

    /// <summary>Whether clients may connect by long-polling, at <c>…/longpoll</c>. Default false, as in Phoenix.</summary>
    public bool LongPoll { get; init; }

    /// <summary>Which origins a browser may connect from. Default: the endpoint's own host.</summary>
    public OriginCheck CheckOrigin { get; init; } = OriginCheck.Host;

    /// <summary>The formats that a client may ask for beside version 2.0, each by its version. Default: <see cref="SocketSerializer.V1"/>, as in Phoenix. None in live pages.</summary>
    public IReadOnlyList<SocketSerializer> Serializers { get; init; } = [SocketSerializer.V1];

    /// <summary>Whether a connection gets the page's session only when the page shows its token, <see cref="ConnectInfo.Session"/>. Default true. Without it the check of the origin alone protects the session from pages of other sites.</summary>
    public bool CheckCsrf { get; init; } = true;

    /// <summary>Subprotocols of the WebSocket that are agreed to beside <c>phoenix</c>; the first one that the client asks for is taken. Default: none.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>Largest frame that a client may send, in bytes. A larger one ends the connection with 1009. Default 1 MiB.</summary>
    public int MaxFrameBytes { get; init => field = Positive(value, nameof(MaxFrameBytes)); } = 1024 * 1024;

    /// <summary>A connection without a frame from the client for this long is closed. Default 60 s; the client's heartbeat comes each 30 s.</summary>
    public TimeSpan IdleTimeout { get; init => field = Positive(value, nameof(IdleTimeout)); } = TimeSpan.FromSeconds(60);

    /// <summary>A client that takes nothing of what waits for it for this long is cut off. Default 30 s.</summary>
    public TimeSpan WriteTimeout { get; init => field = Positive(value, nameof(WriteTimeout)); } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time for <c>Join</c>, give or take a quarter; after it the channel is killed and the client gets the error <c>join timeout</c>. Default 10 s.</summary>
    public TimeSpan JoinTimeout { get; init => field = Positive(value, nameof(JoinTimeout)); } = TimeSpan.FromSeconds(10);

    /// <summary>Most connections at a time, of all transports; a further one gets 503. A session of long-polling costs its client no open connection, so a server that faces the internet alone may want a limit. Default 0: no limit.</summary>
    public int MaxConnections
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxConnections), value, "MaxConnections is 0 or more. Use 0 for no limit.");
    }

    /// <summary>Most channels on one connection; a further join gets the error <c>too many channels joined</c>. Default 100.</summary>
    public int MaxChannels { get; init => field = Positive(value, nameof(MaxChannels)); } = 100;

    /// <summary>Most bytes that may wait to be sent to one client. One frame may always wait; a client that is slower is cut off. Default 2 MiB.</summary>
    public int MaxQueuedBytes { get; init => field = Positive(value, nameof(MaxQueuedBytes)); } = 2 * 1024 * 1024;

    /// <summary>Most frames that may wait to be sent to one client. Default 4096.</summary>
    public int MaxQueuedFrames { get; init => field = Positive(value, nameof(MaxQueuedFrames)); } = 4096;

    /// <summary>How many bytes of messages of one client may wait at all its channels together. With more, the server reads nothing further from that client until they have caught up. Default 2 MiB.</summary>
    public int MaxPendingBytes { get; init => field = Positive(value, nameof(MaxPendingBytes)); } = 2 * 1024 * 1024;

    /// <summary>How many messages of a client may wait at one channel. With more, the server reads nothing further from that client until the channel has caught up. Default 128.</summary>
    public int MaxPendingMessages { get; init => field = Positive(value, nameof(MaxPendingMessages)); } = 128;

    /// <summary>Most messages a second that are taken from one client, on average; bursts of twice as many pass. More are not lost, they are read later. Default 0: no limit.</summary>
    public int MaxMessagesPerSecond
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxMessagesPerSecond), value, "MaxMessagesPerSecond is 0 or more. Use 0 for no limit.");
    }

    /// <summary>Whether messages are compressed when the client can (permessage-deflate). Default false: it costs memory per connection, and a secret next to text of an attacker can be guessed from sizes.</summary>
    public bool Compress { get; init; }

    /// <summary>How long a long-poll request waits for a message. Default 10 s.</summary>
    public TimeSpan LongPollWindow { get; init => field = Positive(value, nameof(LongPollWindow)); } = TimeSpan.FromSeconds(10);

    /// <summary>The PubSub of the channels' broadcasts. Default <see cref="PubSub.Default"/>.</summary>
    public PubSub PubSub { get; init; } = PubSub.Default;

    /// <summary>Whether connections are logged, with filtered parameters. Default true.</summary>
    public bool LogConnect { get; init; } = true;

    /// <summary>How many connections are told at once to connect again when the server stops. Default 10,000.</summary>
    public int DrainBatchSize { get; init => field = Positive(value, nameof(DrainBatchSize)); } = 10_000;

    /// <summary>The time between two such batches, so that not all clients come back to the other servers at once. Default 2 s.</summary>
    public TimeSpan DrainBatchInterval { get; init => field = Positive(value, nameof(DrainBatchInterval)); } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time for all batches; whoever is left after it is told at once. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init => field = Positive(value, nameof(DrainTimeout)); } = TimeSpan.FromSeconds(30);

    /// <summary>Parts of the names of parameters whose values stay out of the log. Default: those of the endpoint, <see cref="EndpointOptions.FilterParameters"/>.</summary>
    public IReadOnlyList<string>? FilterParameters { get; init; }

    /// <summary>The smallest time in which the limits above are looked at.</summary>
    internal TimeSpan SweepInterval
    {
        get
        {
            var least = new[] { IdleTimeout, WriteTimeout, JoinTimeout, LongPollWindow, TimeSpan.FromSeconds(20) }.Min() / 4;
            return least < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : least;
        }
    }

    private static int Positive(int value, string name) => value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1.");

    private static TimeSpan Positive(TimeSpan value, string name) => value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is longer than zero and at most 24 days.");
}
