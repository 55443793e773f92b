namespace Zhar.Live;

/// <summary>The tasks that run beside one view, by name.</summary>
internal sealed class AsyncTasks(LiveSocket socket)
{
    private readonly Dictionary<string, Entry> _running = new(StringComparer.Ordinal);

    /// <summary>Starts a task as a process that ends with the view. One of the same name that still runs counts no more.</summary>
    /// <exception cref="InvalidOperationException">The view is not connected.</exception>
    internal void Start<T>(string name, Func<CancellationToken, Task<T>> work, Action<AsyncResult<T>> done)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(done);
        if (!socket.Connected)
            throw new InvalidOperationException($"'{name}' would run beside first HTML, which is gone before it is done. Start it when connected: if (Connected) StartAsync(…);");
        socket.AsyncWork.Begin(); // before the end of what it replaces: between them is no pause
        Cancel(name);
        var view = Process.Self;
        var entry = new Entry();
        _running[name] = entry;
        entry.Pid = Process.SpawnLink(async _ =>
        {
            AsyncResult<T> result;
            try
            {
                result = AsyncResult<T>.Ok(await work(Process.Token));
            }
            catch (Exception e) when (e is not ProcessExitException)
            {
                result = new AsyncResult<T> { Error = ExitReason.Error(e) };
            }

            Process.Send(view, new AsyncDone<T>(this, name, entry, result, done));
        });
    }

    /// <summary>Ends a task. Its result is not delivered.</summary>
    internal bool Cancel(string name)
    {
        if (!_running.Remove(name, out var entry))
            return false;
        socket.AsyncWork.End();
        Process.Unlink(entry.Pid);
        Process.Exit(entry.Pid, ExitReason.Kill);
        return true;
    }

    /// <summary>Ends all. Their results are not delivered.</summary>
    internal void CancelAll()
    {
        foreach (var name in _running.Keys.ToArray())
            Cancel(name);
    }

    private void Settle() => socket.AsyncWork.End();

    private bool Finish(string name, Entry entry) => _running.TryGetValue(name, out var current) && current == entry && _running.Remove(name);

    private sealed class Entry
    {
        internal Pid Pid { get; set; }
    }

    private sealed class AsyncDone<T>(AsyncTasks tasks, string name, Entry entry, AsyncResult<T> result, Action<AsyncResult<T>> done) : LiveMessage
    {
        internal override async ValueTask Run(ILiveServer view)
        {
            if (!tasks.Finish(name, entry))
                return;
            if (result.Error?.Exception is { } exception)
                view.Socket.Host.Log.AsyncFailed(exception, name, view.Socket.Definition.Name);
            if (view.Socket.Hooks.IsEmpty || await view.Socket.Hooks.OnAsync(view.Socket, name, result.Error))
                done(result);
            tasks.Settle();
        }
    }
}
