namespace Zhar.Soak.Checks;

/// <summary>Stands at the entry and exit of a process' code and looks who else is inside, on which thread, and what context came along.</summary>
internal sealed class Detector(World world, string owner)
{
    private static readonly AsyncLocal<object?> Local = new();

    [ThreadStatic]
    private static int Sending;

    private int _inside;
    private bool _suspended;

    /// <summary>Begins a piece of code. A piece ends before each await and at the end of the handler.</summary>
    internal void Enter()
    {
        var verdicts = world.Verdicts;
        verdicts.Check(Invariant.OneThread, Interlocked.Increment(ref _inside) == 1, () => $"{owner} is entered by a second thread");
        verdicts.Check(Invariant.NoHandlerWhileSuspended, !_suspended, () => $"{owner} handles a message while its handler waits");
        CheckThread();
        var local = Local.Value;
        verdicts.Check(Invariant.NoContextLeak, local is null || ReferenceEquals(local, this), () => $"{owner} sees an AsyncLocal of {local}");
    }

    internal void Leave() => Interlocked.Decrement(ref _inside);

    internal void Suspend()
    {
        _suspended = true;
        Leave();
    }

    internal void Resume()
    {
        world.Verdicts.Check(Invariant.OneThread, Interlocked.Increment(ref _inside) == 1, () => $"{owner} is resumed beside another thread");
        CheckThread();
        _suspended = false;
    }

    /// <summary>Leaves a value behind that nobody else may ever see.</summary>
    internal void Mark() => Local.Value = this;

    /// <summary>Sends with a look whether anybody's handler runs inside it.</summary>
    internal static void Send(Action send)
    {
        Sending++;
        try
        {
            send();
        }
        finally
        {
            Sending--;
        }
    }

    /// <summary>The same for a caller: what it calls must not see the value, also when it runs on the caller's thread.</summary>
    internal static void MarkCaller(object caller) => Local.Value = caller;

    /// <summary>A caller's own flow keeps its value across an await.</summary>
    internal static void CheckCaller(World world, object caller) =>
        world.Verdicts.Check(Invariant.NoContextLeak, ReferenceEquals(Local.Value, caller), () => $"{caller} sees an AsyncLocal of {Local.Value ?? "nobody"}");

    public override string ToString() => owner;

    private void CheckThread()
    {
        var thread = Thread.CurrentThread;
        world.Verdicts.Check(Invariant.NoUserCodeOnRuntimeThreads, Sending == 0 && (thread.Name == "zhar-worker" || thread.IsThreadPoolThread),
            () => Sending != 0 ? $"{owner} runs inside a send" : $"{owner} runs on the thread '{thread.Name}'");
    }
}
