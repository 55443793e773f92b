using Zhar.Web;

namespace Zhar.Live;

/// <summary>How live pages of an endpoint are connected and kept.</summary>
public sealed record LiveOptions
{
    /// <summary>The connection: transports, limits, origins. Default: WebSocket and long-polling, and at most 50 messages a second from one client on average.</summary>
    public SocketOptions Socket { get; init; } = new() { LongPoll = true, MaxMessagesPerSecond = 50 };

    /// <summary>How long the age of a page's tokens may be when it joins. Default 14 days.</summary>
    public TimeSpan MaxTokenAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long values of the first HTML wait for the page to connect. Default 30 s.</summary>
    public TimeSpan HandoverTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most pages whose values wait at a time; of more the oldest load again. Default 10 000.</summary>
    public int MaxHandovers { get; init; } = 10_000;

    /// <summary>How long the node keeps what <see cref="PersistedState{TState}.OnServer{T}"/> gives it. Default 10 min since it has last changed.</summary>
    public TimeSpan KeptTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most such values at a time; of more the oldest are dropped. Default 10 000.</summary>
    public int MaxKept { get; init; } = 10_000;

    /// <summary>The views that stand in pages of others, by <see cref="Embeds{TView}"/>.</summary>
    internal IReadOnlyList<LiveDefinition> Embedded { get; private init; } = [];

    /// <summary>A page without a message for this long frees what can be rebuilt. Default: never.</summary>
    public TimeSpan? HibernateAfter { get; init; }

    /// <summary>
    /// Names a view that stands in a Razor page or in a layout. Not needed to render it: with it such a page joins again by itself when the program was started anew, with what was typed
    /// into it; without it the browser loads the page anew.
    /// </summary>
    public LiveOptions Embeds<TView>()
        where TView : ILiveView => this with { Embedded = [.. Embedded, TView.Definition] };
}
