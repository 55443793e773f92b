namespace Zhar.Runtime;

/// <summary>Code of the application that runs because a process has ended: Dispose, and what waits for its token. On the thread pool; a fault is logged.</summary>
internal sealed class LastRites
{
    private readonly Node _node;
    private readonly object _what;

    private LastRites(Node node, object what)
    {
        _node = node;
        _what = what;
    }

    internal static void Run(Node node, object what) => node.Scheduler.Offload(static rites => _ = rites.Execute(), new LastRites(node, what));

    private async Task Execute()
    {
        try
        {
            switch (_what)
            {
                case CancellationTokenSource token:
                    await token.CancelAsync().ConfigureAwait(false);
                    break;
                case IAsyncDisposable scope:
                    await scope.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable server:
                    server.Dispose();
                    break;
            }
        }
        catch (Exception e)
        {
            _node.Log.ReleaseFault(e, "of a process", _what.GetType().Name);
        }
    }
}
