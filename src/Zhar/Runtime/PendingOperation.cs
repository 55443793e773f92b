using System.Runtime.CompilerServices;

namespace Zhar.Runtime;

/// <summary>Asks to be told when a handler's task ends outside of its process, as after <c>ConfigureAwait(false)</c>.</summary>
/// <remarks>
/// In most cases it ends inside, and the loop sees that by itself; then the notice is only a cost, and which way to register is the cheapest depends on
/// what is behind the value task. A <see cref="Task"/> runs a continuation in place when it is registered with the current context, and goes to the
/// thread pool when it is registered without. A pooled source is the other way round: with a context it posts through a new delegate, without one it
/// calls in place.
/// </remarks>
internal static class PendingOperation
{
    internal static void NotifyWhenDone(ValueTask operation, ProcessSynchronizationContext context)
    {
        if (Source(ref operation) is Task)
            operation.GetAwaiter().UnsafeOnCompleted(ProcessSynchronizationContext.Nothing);
        else
            operation.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(context.EndedOutside);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_obj")]
    private static extern ref object? Source(ref ValueTask task);
}
