using System.Reflection;
using System.Runtime.CompilerServices;

namespace Zhar.Scheduling;

/// <summary>
/// What the framework keeps for a thread, taken from the thread object that we hold. Asking for the current thread reads a thread static, some 2 ns,
/// and a scheduled call did so eight times for these two. Where a runtime names them differently, the public operations are used.
/// </summary>
internal static class ThreadFields
{
    internal static readonly bool AreKnown = Has("_synchronizationContext", typeof(SynchronizationContext)) && Has("_executionContext", typeof(ExecutionContext));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_synchronizationContext")]
    internal static extern ref SynchronizationContext? SynchronizationContextOf(Thread thread);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    internal static extern ref ExecutionContext? ExecutionContextOf(Thread thread);

    private static bool Has(string name, Type type) =>
        typeof(Thread).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)?.FieldType == type;
}
