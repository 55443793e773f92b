namespace Zhar.Live;

/// <summary>How much work runs beside one view, for tests that wait for all of it. Touched by the view's process alone.</summary>
internal sealed class AsyncCount
{
    private List<TaskCompletionSource>? _waiting;
    private int _running;

    internal void Begin() => _running++;

    internal void End()
    {
        if (--_running > 0 || _waiting is not { } waiting)
            return;
        _waiting = null;
        foreach (var wait in waiting)
            wait.TrySetResult();
    }

    /// <summary>Is told when nothing runs any more: at once, if nothing does.</summary>
    internal void Tell(TaskCompletionSource settled)
    {
        if (_running == 0)
            settled.TrySetResult();
        else
            (_waiting ??= []).Add(settled);
    }
}

/// <summary>A test wants to know when the work beside a view is done.</summary>
internal sealed class AsyncQuestion : LiveMessage
{
    internal TaskCompletionSource Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override ValueTask Run(ILiveServer view)
    {
        view.Socket.AsyncWork.Tell(Settled);
        return default;
    }
}
