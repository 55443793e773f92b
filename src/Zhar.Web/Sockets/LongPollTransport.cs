using System.Text;

namespace Zhar.Web;

/// <summary>A client that polls: frames wait here until its next request takes them. Source: Phoenix.Transports.LongPoll.Server.</summary>
internal sealed class LongPollTransport(string id, SocketHost host) : SocketTransport
{
    /// <summary>Most bytes of posts that a session may have under way, read or waiting for their turn.</summary>
    internal const int MaxPostedBytes = 10 * 1024 * 1024;

    /// <summary>Most posts under way. The official client has one, or one of each kind.</summary>
    private const int MaxPosts = 16;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _posts = new(1, 1);
    private List<Frame> _frames = [];
    private int _bytes;
    private int _posted;        // posts under way
    private int _postedBytes;
    private TaskCompletionSource? _waiting;
    private bool _closed;
    private long _lastRequest = host.Now;
    private readonly RateLimit? _rate = host.Options.MaxMessagesPerSecond > 0 ? new RateLimit(host.Options.MaxMessagesPerSecond, host.Node.Clock) : null;

    internal string Id => id;

    internal ConnectedSocket Socket { get; set; } = null!; // set when the connection's process has started

    internal override string Name => "longpoll";

    internal bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Takes what waits, or waits for something, up to the window. None: nothing came.</summary>
    internal async Task<IReadOnlyList<string>> Poll(CancellationToken aborted)
    {
        Touch();
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (_frames.Count > 0 || _closed)
                return Take();
            _waiting?.TrySetResult(); // a poll that the client has given up
            _waiting = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        try
        {
            await waiting.Task.WaitAsync(host.Options.LongPollWindow, host.Node.Clock, aborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Nothing came; what comes from now on waits for the next poll.
        }

        Touch();
        lock (_gate)
        {
            if (_waiting == waiting)
                _waiting = null;
            return aborted.IsCancellationRequested || _waiting is not null ? [] : Take();
        }
    }

    /// <summary>Counts a post in. False: there are too many.</summary>
    internal bool BeginPost()
    {
        lock (_gate)
            return _posted < MaxPosts && ++_posted > 0;
    }

    /// <summary>Counts bytes of a post in. False: they are too many, together with those of other posts.</summary>
    internal bool HoldPosted(int bytes)
    {
        lock (_gate)
        {
            if (_postedBytes + bytes > MaxPostedBytes)
                return false;
            _postedBytes += bytes;
            return true;
        }
    }

    internal void EndPost(int bytes)
    {
        lock (_gate)
            (_posted, _postedBytes) = (_posted - 1, _postedBytes - bytes);
    }

    /// <summary>Handles frames that were posted, one request after the other. False: a frame was not of the protocol, and the session has ended.</summary>
    internal async Task<bool> Post(IReadOnlyList<(byte[] Frame, bool IsBinary)> frames)
    {
        Touch();
        await _posts.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var (frame, isBinary) in frames)
            {
                if (IsClosed)
                    return false;
                await Socket.Receive(frame, isBinary).ConfigureAwait(false);
                if (_rate?.Take() is { } pause)
                    await Task.Delay(pause, host.Node.Clock).ConfigureAwait(false);
            }

            return true;
        }
        catch (FrameFormatException e)
        {
            host.Log.BadFrame(host.Name, Socket.Id, LogText.OfMessage(e));
            Abort();
            return false;
        }
        finally
        {
            _posts.Release();
        }
    }

    internal override bool Enqueue(Frame frame)
    {
        TaskCompletionSource? waiting = null;
        var overflow = false;
        lock (_gate)
        {
            if (_closed)
                return false;
            overflow = _frames.Count >= host.Options.MaxQueuedFrames || (_frames.Count > 0 && _bytes + frame.Bytes.Length > host.Options.MaxQueuedBytes);
            if (!overflow)
            {
                _frames.Add(frame);
                _bytes += frame.Bytes.Length;
                waiting = _waiting;
                _waiting = null;
            }
        }

        waiting?.TrySetResult();
        if (overflow)
        {
            host.Log.SlowClient(host.Name, host.Options.MaxQueuedFrames, host.Options.MaxQueuedBytes);
            Abort();
        }

        return false;
    }

    internal override void Flush()
    {
    }

    internal override void Close(int code, string reason) => Abort();

    internal override void Abort()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            waiting = _waiting;
            _waiting = null;
        }

        host.RemoveSession(this);
        waiting?.TrySetResult();
        if (Socket is { } socket)
            new SocketServer.Ref(socket.Pid).Closed();
    }

    internal override void Sweep(long now)
    {
        bool waits;
        lock (_gate)
            waits = _waiting is not null;
        if (!waits && now - Volatile.Read(ref _lastRequest) > host.Options.LongPollWindow.TotalMilliseconds * 1.5)
            Abort();
    }

    private void Touch() => Volatile.Write(ref _lastRequest, host.Now);

    private List<string> Take()
    {
        var frames = _frames;
        _frames = [];
        _bytes = 0;
        return [.. frames.Select(static f => f.IsBinary ? Convert.ToBase64String(f.Bytes.Span) : Encoding.UTF8.GetString(f.Bytes.Span))];
    }
}
