using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar;

/// <summary>The inside of a raw process: what its body gets as its only argument.</summary>
/// <remarks>Belongs to its process. Handed to another process or thread, its operations throw.</remarks>
public sealed class ProcessContext
{
    private readonly ProcessCore _core;

    internal ProcessContext(ProcessCore core) => _core = core;

    /// <summary>This process.</summary>
    public Pid Pid => _core.Pid;

    /// <summary>Its node.</summary>
    public Node Node => _core.Node;

    /// <summary>Cancelled when the process ends.</summary>
    public CancellationToken Token => _core.Token;

    /// <summary>Waits for the next message, of any type.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<object> Receive() => (await Process.ReceiveCore(_core, static _ => true, -1).ConfigureAwait(true))!;

    /// <summary>Waits for the first message of type <typeparamref name="T"/> that <paramref name="match"/> accepts; others stay in the mailbox, in order.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<T> Receive<T>(Func<T, bool>? match = null)
        where T : notnull => (T)(await Process.ReceiveCore(_core, m => m is T t && (match is null || match(t)), -1).ConfigureAwait(true))!;

    /// <summary>As <see cref="Receive{T}(Func{T, bool})"/>, for at most <paramref name="timeout"/>; zero looks at what is here.</summary>
    /// <returns>The message, or the default value when none came in time.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<T?> Receive<T>(TimeSpan timeout, Func<T, bool>? match = null)
        where T : notnull
    {
        var message = await Process.ReceiveCore(_core, m => m is T t && (match is null || match(t)), Durations.MillisecondsOrInfinite(timeout, nameof(timeout))).ConfigureAwait(true);
        return message is null ? default : (T)message;
    }

    /// <summary>Waits for the message that belongs to <paramref name="since"/>, looking only at what came after that was made: see <see cref="Process.Receive{T}(ProcessRef, Func{T, bool})"/>.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<T> Receive<T>(ProcessRef since, Func<T, bool>? match = null)
        where T : notnull => (T)(await Process.ReceiveCore(_core, Process.Match(since, match), -1, since.Mark).ConfigureAwait(true))!;

    /// <summary>As above, for at most <paramref name="timeout"/>. The default value when none came in time.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<T?> Receive<T>(ProcessRef since, TimeSpan timeout, Func<T, bool>? match = null)
        where T : notnull
    {
        var message = await Process.ReceiveCore(_core, Process.Match(since, match), Durations.MillisecondsOrInfinite(timeout, nameof(timeout)), since.Mark).ConfigureAwait(true);
        return message is null ? default : (T)message;
    }
}
