using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zhar.Runtime;

namespace Zhar.Web;

/// <summary>A mounted socket as it runs: its definition, its rules, and its connections.</summary>
internal sealed class SocketHost : NodeService
{
    private readonly Lock _gate = new();
    private readonly HashSet<ConnectedSocket> _sockets = [];
    private readonly Dictionary<string, LongPollTransport> _sessions = [];
    private readonly ITimer _sweeper;
    private readonly long _started;
    private bool _isDraining;

    internal SocketHost(SocketKind kind, SocketOptions options, ProcessCore owner)
        : base(kind.ServiceName, owner)
    {
        var services = owner.Services;
        Kind = kind;
        Options = options;
        Filter = options.FilterParameters is { } words ? new ParamsFilter(words) : ParamsFilter.Default;
        PubSub = options.PubSub.On(owner.Node);
        Socket = kind.Create(services);
        Routes = Socket.Routes;
        Json = new PayloadJson((services.GetService<IOptions<JsonOptions>>()?.Value ?? new JsonOptions()).SerializerOptions);
        Log = new SocketLog(owner.Node.LoggerFactory.CreateLogger("Zhar.Web.Socket"));
        var configuration = services.GetService<IConfiguration>();
        PublicHost = configuration?["Url:Host"] ?? configuration?["HOST"];
        Keys = services.GetService<KeyRing>() ?? new KeyRing(KeyRing.NewSecret());
        _started = Node.Clock.GetTimestamp();
        _sweeper = Node.Clock.CreateTimer(static host => ((SocketHost)host!).Sweep(), this, options.SweepInterval, options.SweepInterval);
    }

    internal SocketKind Kind { get; }

    internal new string Name => Kind.Name;

    internal SocketOptions Options { get; }

    /// <summary>Shows parameters in the log.</summary>
    internal ParamsFilter Filter { get; }

    internal PubSub PubSub { get; }

    internal Socket Socket { get; }

    internal ChannelRoutes Routes { get; }

    internal PayloadJson Json { get; }

    internal SocketLog Log { get; }

    internal string? PublicHost { get; }

    internal KeyRing Keys { get; }

    internal ServerRef ChannelSupervisor => new(Kind.ChannelsName, Node);

    internal ServerRef SocketSupervisor => new(Kind.SocketsName, Node);

    /// <summary>Milliseconds since the start, on the node's clock.</summary>
    internal long Now => (long)Node.Clock.GetElapsedTime(_started).TotalMilliseconds;

    internal int Count
    {
        get
        {
            lock (_gate)
                return _sockets.Count;
        }
    }

    internal override long? EntryCount => Count;

    /// <summary>Whether nobody more may connect.</summary>
    internal bool IsFull => Options.MaxConnections > 0 && Count >= Options.MaxConnections;

    /// <summary>Some of the connections, up to <paramref name="limit"/>.</summary>
    internal IReadOnlyList<ConnectedSocket> Some(int limit)
    {
        lock (_gate)
            return [.. _sockets.Take(limit)];
    }

    internal void Add(ConnectedSocket socket)
    {
        lock (_gate)
            _sockets.Add(socket);
    }

    internal void Remove(ConnectedSocket socket)
    {
        lock (_gate)
            _sockets.Remove(socket);
    }

    internal void AddSession(LongPollTransport session)
    {
        lock (_gate)
            _sessions[session.Id] = session;
    }

    internal void RemoveSession(LongPollTransport session)
    {
        lock (_gate)
            _sessions.Remove(session.Id);
    }

    internal LongPollTransport? FindSession(string id)
    {
        lock (_gate)
            return _sessions.GetValueOrDefault(id);
    }

    /// <summary>Whether the server is about to stop: nobody connects any more.</summary>
    internal bool IsDraining => Volatile.Read(ref _isDraining);

    /// <summary>Lets nobody connect from now on. The connections there are.</summary>
    internal ConnectedSocket[] BeginDrain()
    {
        Volatile.Write(ref _isDraining, true);
        lock (_gate)
            return [.. _sockets];
    }

    /// <summary>Asks the application whether the client may connect, in a process of its own.</summary>
    internal async Task<ConnectResult> Connect(Params p, ConnectInfo info)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        ConnectResult result;
        try
        {
            result = await Node.Run(_ => Socket.CallConnect(p, info).AsTask()).ConfigureAwait(false) ?? new Refused("Connect returned null");
        }
        catch (ParamsException e)
        {
            result = new Refused(LogText.OfMessage(e)); // the client has sent what it should not have
        }
        catch (Exception e)
        {
            Log.ConnectCrashed(e, Name);
            result = new Refused("Connect has failed");
        }

        SocketTelemetry.Connected(started, Name, info.Transport, result is Accepted);
        if (Options.LogConnect && Log.IsEnabled(LogLevel.Information))
        {
            var text = Filter.Show(p);
            var time = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (result is Refused refused)
                Log.Refused(Name, info.Transport, time, refused.Reason, text);
            else
                Log.Connected(Name, info.Transport, time, text);
        }

        return result;
    }

    /// <summary>Starts the process of an accepted connection.</summary>
    internal async Task<ConnectedSocket> Open(Accepted accepted, Func<SocketHost, SocketTransport> transport, SocketSerializer? serializer = null)
    {
        var socket = new ConnectedSocket(this, accepted) { Transport = transport(this), Serializer = serializer };
        (await Supervisor.StartChild(SocketSupervisor, socket).ConfigureAwait(false)).OrThrow();
        return socket;
    }

    internal override void OnOwnerExit(ExitReason reason) => _sweeper.Dispose();

    public override string ToString() => $"the socket {Name}";

    private void Sweep()
    {
        ConnectedSocket[] sockets;
        lock (_gate)
            sockets = [.. _sockets];
        var now = Now;
        foreach (var socket in sockets)
        {
            if (!Process.IsAlive(socket.Pid))
            {
                // Killed: it could not close its transport itself.
                Remove(socket);
                socket.Transport.Abort();
                foreach (var orphan in socket.Channels())
                    orphan.Close(); // its reader may wait for one of them
                continue;
            }

            socket.Transport.Sweep(now);
            if (socket.FindOverdue(now) is { } channel)
                new SocketServer.Ref(socket.Pid).Overdue(channel);
        }
    }
}
