using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web;

/// <summary>What the web layer knows of one request beyond ASP.NET Core's own features. Made once for each request; its parts only when they are used.</summary>
/// <remarks>
/// It is the request's <c>Items</c> too: that is the one place of an <see cref="HttpContext"/> for things of others that is reached without a search among
/// the features, which costs ten times as much, and a request passes a dozen plugs that ask for this object.
/// </remarks>
internal sealed partial class ConnState
{
    private HttpContext? _hooked;
    private bool _hasRun;
    private List<Func<HttpContext, ValueTask>>? _beforeSend;

    private ConnState()
    {
    }

    internal EndpointRuntime? Endpoint { get; set; }

    internal bool IsHalted { get; set; }

    /// <summary>The route that was matched, and the values of its path parameters in the order of its names.</summary>
    internal RouteEntry? Route { get; set; }

    internal string[]? PathValues { get; set; }

    internal Params? PathParams { get; set; }

    internal Params? QueryParams { get; set; }

    internal Params? BodyParams { get; set; }

    internal Params? Params { get; set; }

    internal Assigns? Assigns { get; set; }

    internal Dictionary<object, object?>? Private { get; set; }

    /// <summary>The format that was negotiated: <c>html</c>, <c>json</c>.</summary>
    internal string? Format { get; set; }

    internal SessionSettings? SessionSettings { get; set; }

    internal Session? Session { get; set; }

    internal FlashState? Flash { get; set; }

    /// <summary>The policy with a place for the nonce, and the nonce once a template has asked for it.</summary>
    internal string? ContentSecurityPolicy { get; set; }

    internal string? CspNonce { get; set; }

    /// <summary>What the error page of this request was made for, for tests.</summary>
    internal Exception? Error { get; set; }

    /// <summary>Whether pipelines run and the action does not: for tests of plugs.</summary>
    internal bool BypassesAction { get; set; }

    internal LayoutSet Layouts;

    /// <summary>The state of a request, made when it has none yet.</summary>
    internal static ConnState Of(HttpContext conn) => conn.Items as ConnState ?? Find(conn);

    /// <summary>As above, at the beginning of a request: without making the <c>Items</c> of which it takes the place.</summary>
    internal static ConnState Begin(HttpContext conn) => conn.Features.Get<IItemsFeature>() is null ? Make(conn, null) : Of(conn);

    private static ConnState Find(HttpContext conn) => conn.Features.Get<ConnState>() ?? Make(conn, conn.Items);

    private static ConnState Make(HttpContext conn, IDictionary<object, object?>? items)
    {
        var state = new ConnState { _items = items };
        conn.Features.Set(state);
        conn.Features.Set<IItemsFeature>(state);
        return state;
    }

    /// <summary>Adds a function that runs before the response starts, the last one added first.</summary>
    internal void AddBeforeSend(HttpContext conn, Func<HttpContext, ValueTask> callback)
    {
        Hook(conn);
        (_beforeSend ??= []).Add(callback);
    }

    /// <summary>Lets what is to be done before the response starts run. One callback of the server's for all of ours, whose order is then fixed: functions of the application, flash, session.</summary>
    internal void Hook(HttpContext conn)
    {
        if (_hooked is not null)
            return;
        if (conn.Response.HasStarted)
            throw new InvalidOperationException("The response has started, so its headers, cookies, session and flash cannot change any more. Do it before the first byte is written.");
        _hooked = conn;
        conn.Response.OnStarting(static state => ((ConnState)state).RunBeforeSend(), this);
    }

    /// <summary>Whether something waits for the response to start.</summary>
    internal bool IsHooked => _hooked is not null && !_hasRun;

    /// <summary>Runs what is to be done before the response starts. Once: the endpoint calls it when the last plug is done, so that a failure gets an error page; else the server does.</summary>
    internal Task RunBeforeSend()
    {
        var conn = _hooked!; // set when this was registered
        if (_hasRun)
            return Task.CompletedTask;
        _hasRun = true;
        if (_beforeSend is not null)
            return RunAll(conn, _beforeSend);
        return Finish(conn).AsTask();
    }

    private async Task RunAll(HttpContext conn, List<Func<HttpContext, ValueTask>> callbacks)
    {
        for (var i = callbacks.Count - 1; i >= 0; i--)
            await callbacks[i](conn).ConfigureAwait(false);
        await Finish(conn).ConfigureAwait(false);
    }

    private ValueTask Finish(HttpContext conn)
    {
        Flash?.Persist(conn);
        return Session is { } session ? session.Commit(conn) : default;
    }
}
