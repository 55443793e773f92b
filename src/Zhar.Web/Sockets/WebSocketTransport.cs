using System.Buffers;
using System.Net.WebSockets;

namespace Zhar.Web;

/// <summary>A client on a WebSocket. Idle, it holds no buffer, no timer and no task but the read that waits.</summary>
/// <remarks>
/// Writing: whoever enqueues while nobody writes becomes the writer, and writes until the queue is empty. Frames are written by the thread that flushes;
/// only a client that does not take them costs a task. The object is its own lock: nobody else can reach it, and there is one per connection.
/// </remarks>
internal sealed class WebSocketTransport(WebSocket webSocket, SocketHost host) : SocketTransport, IDisposable
{
    private const int FirstBufferBytes = 4096;
    private const int CloseGrace = 5000; // milliseconds for the client's answer to a close frame

    private Frame? _current;          // being written, or the next to be
    private Queue<Frame>? _more;      // behind it
    private int _queuedBytes;
    private bool _writing;
    private bool _closing;            // nothing more is taken
    private int _closeCode;
    private string? _closeReason;
    private long _writingSince;
    private long _closingSince;
    private long _lastReceived = host.Now;
    private RateLimit? _rate = host.Options.MaxMessagesPerSecond > 0 ? new RateLimit(host.Options.MaxMessagesPerSecond, host.Node.Clock) : null;

    internal override string Name => "websocket";

    public void Dispose() => webSocket.Dispose();

    // ---- reading -----------------------------------------------------------------------------------------------------

    /// <summary>Reads frames until the connection ends.</summary>
    internal async Task Read(ConnectedSocket socket)
    {
        try
        {
            while (true)
            {
                // Waits without a buffer: an idle connection holds none.
                var result = await webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
                Volatile.Write(ref _lastReceived, host.Now);
                if (result.MessageType == WebSocketMessageType.Close)
                    break;
                if (!await ReadFrame(socket, result).ConfigureAwait(false))
                    break;
                if (_rate?.Take() is { } pause)
                    await Task.Delay(pause, host.Node.Clock).ConfigureAwait(false);
            }

            if (webSocket.State == WebSocketState.CloseReceived)
                Close((int)(webSocket.CloseStatus ?? WebSocketCloseStatus.NormalClosure), "");
        }
        catch (FrameFormatException e)
        {
            host.Log.BadFrame(host.Name, socket.Id, LogText.OfMessage(e));
            Close(CloseCodes.InvalidPayload, "invalid frame");
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client is gone, or was cut off.
            Abort();
        }
    }

    /// <summary>False: the connection is ending.</summary>
    private async ValueTask<bool> ReadFrame(ConnectedSocket socket, ValueWebSocketReceiveResult result)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        var length = 0;
        try
        {
            while (!result.EndOfMessage)
            {
                if (length == buffer.Length)
                {
                    if (length > host.Options.MaxFrameBytes)
                        return TooBig();
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                result = await webSocket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close)
                    return false;
                length += result.Count;
                Volatile.Write(ref _lastReceived, host.Now);
            }

            if (length > host.Options.MaxFrameBytes)
                return TooBig();
            if (Volatile.Read(ref _closing))
                return true; // what still comes while the end is under way is not handled
            await socket.Receive(buffer.AsSpan(0, length), result.MessageType == WebSocketMessageType.Binary).ConfigureAwait(false);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        bool TooBig()
        {
            host.Log.FrameTooBig(host.Name, host.Options.MaxFrameBytes);
            Close(CloseCodes.TooBig, "frame too big");
            return false;
        }
    }

    // ---- writing -----------------------------------------------------------------------------------------------------

    internal override bool Enqueue(Frame frame)
    {
        var overflow = false;
        lock (this)
        {
            if (_closing)
                return false;
            if (!_writing)
            {
                _writing = true;
                _current = frame;
                return true;
            }

            _more ??= new Queue<Frame>();
            if (_queuedBytes + frame.Bytes.Length > host.Options.MaxQueuedBytes && _more.Count > 0 || _more.Count >= host.Options.MaxQueuedFrames)
            {
                overflow = true;
                _closing = true;
                _more = null;
            }
            else
            {
                _more.Enqueue(frame);
                _queuedBytes += frame.Bytes.Length;
            }
        }

        if (overflow)
        {
            host.Log.SlowClient(host.Name, host.Options.MaxQueuedFrames, host.Options.MaxQueuedBytes);
            webSocket.Abort();
        }

        return false;
    }

    internal override void Flush()
    {
        while (_current is { } frame)
        {
            try
            {
                var write = Write(frame);
                if (!write.IsCompletedSuccessfully)
                {
                    Volatile.Write(ref _writingSince, host.Now);
                    _ = FinishLater(write);
                    return;
                }
            }
            catch (Exception e) when (IsGone(e))
            {
                Abort();
            }

            if (!Next())
                return;
        }
    }

    internal override void Close(int code, string reason)
    {
        lock (this)
        {
            if (_closing)
                return;
            _closing = true;
            _closeCode = code;
            _closeReason = reason;
            _closingSince = Math.Max(1, host.Now);
            if (_writing)
                return; // the writer ends with it
            _writing = true;
            _current = CloseFrame;
        }

        Flush();
    }

    internal override void Abort()
    {
        lock (this)
        {
            _closing = true;
            _more = null;
        }

        webSocket.Abort();
    }

    internal override void Sweep(long now)
    {
        var options = host.Options;
        if (Volatile.Read(ref _closingSince) is > 0 and var closing)
        {
            if (now - closing > CloseGrace)
                webSocket.Abort();
        }
        else if (Volatile.Read(ref _writingSince) is > 0 and var writing && now - writing > options.WriteTimeout.TotalMilliseconds)
        {
            host.Log.WriteTimedOut(host.Name, options.WriteTimeout);
            Abort();
        }
        else if (now - Volatile.Read(ref _lastReceived) > options.IdleTimeout.TotalMilliseconds)
        {
            host.Log.IdleTimedOut(host.Name, options.IdleTimeout);
            Close(CloseCodes.GoingAway, "idle timeout");
        }
    }

    /// <summary>Stands for the close frame in the queue.</summary>
    private static Frame CloseFrame { get; } = new(default, false);

    private ValueTask Write(Frame frame) => ReferenceEquals(frame, CloseFrame)
        ? new ValueTask(webSocket.CloseOutputAsync((WebSocketCloseStatus)_closeCode, _closeReason, CancellationToken.None))
        : webSocket.SendAsync(frame.Bytes, frame.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Takes the next frame to write. False: the writer is done.</summary>
    private bool Next()
    {
        lock (this)
        {
            if (ReferenceEquals(_current, CloseFrame) || webSocket.State is WebSocketState.Aborted or WebSocketState.Closed)
            {
                _current = null; // and stays the writer: nobody writes behind a close frame
                _more = null;
                return false;
            }

            if (_more is { Count: > 0 } more)
            {
                _current = more.Dequeue();
                _queuedBytes -= _current.Bytes.Length;
                return true;
            }

            _more = null;
            if (_closing && _closeReason is not null)
            {
                _current = CloseFrame;
                return true;
            }

            _current = null;
            _writing = _closing;
            return false;
        }
    }

    private async Task FinishLater(ValueTask write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (Exception e) when (IsGone(e))
        {
            Abort();
        }

        Volatile.Write(ref _writingSince, 0);
        if (Next())
            Flush();
    }

    private static bool IsGone(Exception e) => e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;
}
