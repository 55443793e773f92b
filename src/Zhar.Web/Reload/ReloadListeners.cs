using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhar.Reload;

namespace Zhar.Web;

/// <summary>
/// The listening sockets of a program that is reloaded: they stay open while one version of the application takes the place of another, and connections that come meanwhile wait for
/// the next one. A browser sees a page that takes a little longer, and never a refused connection.
/// </summary>
internal sealed class ReloadListeners : IConnectionListenerFactory
{
    private const string Key = "Zhar.Web.Reload.Listeners";

    // Made by Kestrel's own registration: one that is made by hand gets another pool of memory, whose empty buffers Kestrel does not take.
    private readonly WebApplication _kestrel = Kestrel();
    private readonly IConnectionListenerFactory _sockets;
    private readonly ConcurrentDictionary<EndPoint, Kept> _kept = new();

    private ReloadListeners() => _sockets = _kestrel.Services.GetServices<IConnectionListenerFactory>().OfType<SocketTransportFactory>().First();

    /// <summary>The addresses that are listened on.</summary>
    internal IReadOnlyCollection<EndPoint> EndPoints => [.. _kept.Keys];

    internal static ReloadListeners Of(ReloadState state)
    {
        var listeners = (ReloadListeners)state.Kept.GetOrAdd(Key, static _ => new ReloadListeners());
        state.OnStarted = listeners.CloseUnused;
        state.StandIn = () => ReloadStandIn.Start(state, listeners);
        return listeners;
    }

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (!_kept.TryGetValue(endpoint, out var kept))
            _kept[endpoint] = kept = new Kept(await _sockets.BindAsync(endpoint, cancellationToken).ConfigureAwait(false));
        return new Turn(kept);
    }

    private static WebApplication Kestrel()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.WebHost.UseKestrelCore();
        return builder.Build();
    }

    /// <summary>Closes what the version that runs now does not listen on.</summary>
    private void CloseUnused()
    {
        foreach (var (endpoint, kept) in _kept)
        {
            if (!kept.IsUsed && _kept.TryRemove(endpoint, out _))
                kept.Close();
        }
    }

    /// <summary>A listening socket, and the connections that nobody has taken yet.</summary>
    private sealed class Kept
    {
        private readonly IConnectionListener _listener;
        private readonly System.Threading.Channels.Channel<ConnectionContext> _waiting = System.Threading.Channels.Channel.CreateBounded<ConnectionContext>(512);
        private int _turns;

        internal Kept(IConnectionListener listener)
        {
            _listener = listener;
            _ = Accept();
        }

        internal EndPoint EndPoint => _listener.EndPoint;

        internal bool IsUsed => Volatile.Read(ref _turns) > 0;

        internal ChannelReader<ConnectionContext> Waiting => _waiting.Reader;

        internal void Begin() => Interlocked.Increment(ref _turns);

        internal void End() => Interlocked.Decrement(ref _turns);

        internal void Close() => _ = _listener.DisposeAsync().AsTask();

        private async Task Accept()
        {
            while (await _listener.AcceptAsync().ConfigureAwait(false) is { } connection)
                await _waiting.Writer.WriteAsync(connection).ConfigureAwait(false);
            _waiting.Writer.Complete();
        }
    }

    /// <summary>The listener as one version of the application has it.</summary>
    private sealed class Turn : IConnectionListener
    {
        private readonly Kept _kept;
        private readonly CancellationTokenSource _unbound = new();
        private int _hasEnded;

        internal Turn(Kept kept)
        {
            _kept = kept;
            kept.Begin();
        }

        public EndPoint EndPoint => _kept.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                // A reader that is cancelled takes nothing: no connection is lost between two turns.
                return _unbound.IsCancellationRequested ? null : await _kept.Waiting.ReadAsync(_unbound.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            {
                _unbound.Cancel();
                _kept.End();
            }

            return default;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}
