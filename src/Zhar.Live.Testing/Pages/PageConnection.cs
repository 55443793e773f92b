using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Zhar.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Testing;

/// <summary>The connection of one page: its views share it.</summary>
internal sealed class PageConnection
{
    private readonly ConcurrentDictionary<string, (LiveTestView View, TaskCompletionSource<ChannelEvent> Reply)> _replies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveTestView> _views = new(StringComparer.Ordinal);
    private readonly SocketHost _host;
    private readonly PageTransport _transport;
    private ConnectedSocket _socket = null!; // set by Open
    private int _ref;
    private int _file = -1;

    private PageConnection(SocketHost host, Node node, Params parameters)
    {
        _host = host;
        Node = node;
        Parameters = parameters;
        _transport = new PageTransport(Take, HangUp);
    }

    internal Node Node { get; }

    /// <summary>What the page's script gave to its LiveSocket.</summary>
    internal Params Parameters { get; }

    /// <summary>Connects as the page of a request would.</summary>
    internal static async Task<PageConnection> Open(Conn conn, Params parameters)
    {
        var live = LiveHost.Of(conn);
        var node = live.Node;
        var service = new LiveSocketKind(live).ServiceName;
        if (!node.NamedServices.TryGetValue(service, out var found) || found is not SocketHost host)
            throw new InvalidOperationException("The live socket of the endpoint does not run.");
        var info = new ConnectInfo { Transport = "test", Session = LiveJoin.With(ConnState.Of(conn).Session ?? new Session(), null), User = conn.User, Uri = new Uri(conn.CurrentUrl), Keys = live.Keys };
        if (await host.Connect(parameters, info).ConfigureAwait(false) is not Accepted accepted)
            throw new ExpectationException("The live socket refused the connection.");
        var connection = new PageConnection(host, node, parameters);
        connection._socket = await host.Open(accepted, _ => connection._transport).ConfigureAwait(false);
        return connection;
    }

    internal Pid FindPid(string topic) => _socket.Find(topic)?.Pid ?? default;

    internal string NextRef() => Interlocked.Increment(ref _ref).ToString(CultureInfo.InvariantCulture);

    /// <summary>What the client calls the next file that is chosen.</summary>
    internal string NextFileRef() => Interlocked.Increment(ref _file).ToString(CultureInfo.InvariantCulture);

    internal void Add(LiveTestView view) => _views[view.Topic] = view;

    internal void Remove(LiveTestView view) => _views.TryRemove(view.Topic, out _);

    /// <summary>Sends a message and waits for its answer. The view has taken the answer before.</summary>
    internal Task<ChannelEvent> Push(LiveTestView view, string @event, JsonObject payload, string? joinRef = null)
    {
        var reference = joinRef ?? NextRef();
        var body = new Payload(Encoding.UTF8.GetBytes(payload.ToJsonString()), isBinary: false);
        return Push(view, view.Topic, reference, @event, () => _socket.Receive(V2Serializer.Push(_host.Json, view.JoinRef, reference, view.Topic, @event, body).Bytes.Span, isBinary: false));
    }

    /// <summary>Joins the topic of a file.</summary>
    internal Task<ChannelEvent> JoinFile(LiveTestView view, string topic, string joinRef, string token)
    {
        var body = new Payload(Encoding.UTF8.GetBytes(new JsonObject { ["token"] = token }.ToJsonString()), isBinary: false);
        return Push(view, topic, joinRef, "phx_join", () => _socket.Receive(V2Serializer.Push(_host.Json, joinRef, joinRef, topic, "phx_join", body).Bytes.Span, isBinary: false));
    }

    /// <summary>Sends bytes of a file.</summary>
    internal Task<ChannelEvent> PushChunk(LiveTestView view, string topic, string joinRef, ReadOnlyMemory<byte> bytes)
    {
        var reference = NextRef();
        string[] header = [joinRef, reference, topic, "chunk"];
        byte[] frame = [0, .. header.Select(static h => (byte)Encoding.UTF8.GetByteCount(h)), .. header.SelectMany(Encoding.UTF8.GetBytes), .. bytes.Span];
        return Push(view, topic, reference, "chunk", () => _socket.Receive(frame, isBinary: true));
    }

    private async Task<ChannelEvent> Push(LiveTestView view, string topic, string reference, string @event, Func<ValueTask> send)
    {
        var reply = new TaskCompletionSource<ChannelEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        _replies[topic + " " + reference] = (view, reply);
        try
        {
            await send().ConfigureAwait(false);
            return await reply.Task.WaitAsync(TestNode.DefaultTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ExpectationException($"The view has not answered '{@event}' within {TestNode.DefaultTimeout}.");
        }
        finally
        {
            _replies.TryRemove(topic + " " + reference, out _);
        }
    }

    /// <summary>Waits until a view has handled what it was sent.</summary>
    internal Task Settle(string topic) => FindPid(topic) is { IsNone: false } pid
        ? Node.Run(async _ => await Sys.GetStatus(pid).ConfigureAwait(true))
        : Task.CompletedTask;

    /// <summary>Ends the connection, as a browser that is closed.</summary>
    internal Task Close()
    {
        var pid = _socket.Pid;
        return Node.Run(async _ =>
        {
            var monitor = Process.Monitor(pid);
            new SocketServer.Ref(pid).Closed();
            if (await Process.Receive<Down>(monitor, TestNode.DefaultTimeout).ConfigureAwait(true) is null)
                throw new ExpectationException($"The connection has not ended within {TestNode.DefaultTimeout}.");
        });
    }

    private void HangUp() => _ = Node.Run(_ =>
    {
        new SocketServer.Ref(_socket.Pid).Closed();
        return Task.CompletedTask;
    });

    private void Take(ChannelEvent e)
    {
        if (_views.TryGetValue(e.Topic, out var view) && (e.JoinRef is null || e.JoinRef == view.JoinRef))
        {
            view.Take(e);
            if (e.Event is "phx_error" or "phx_close")
                Fail(view);
        }

        if (e.Event == "phx_reply" && _replies.TryGetValue(e.Topic + " " + e.Ref, out var waiting))
            waiting.Reply.TrySetResult(e);
    }

    /// <summary>What still waits for an answer of this view gets none. Another view may have its topic already.</summary>
    private void Fail(LiveTestView view)
    {
        foreach (var (owner, reply) in _replies.Values)
        {
            if (owner == view)
                reply.TrySetException(new ExpectationException($"The process of {view.Topic} has ended before it answered: {view.Ending}. The log of the test tells why."));
        }
    }
}
