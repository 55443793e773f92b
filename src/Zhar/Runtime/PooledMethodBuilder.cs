using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhar.Runtime;

/// <summary>As <see cref="PooledMethodBuilder{T}"/>, for methods that return a plain <see cref="ValueTask"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public struct PooledMethodBuilder
{
    private PooledMethodBuilder<Unit> _builder;

    /// <summary>A builder for one run of a method.</summary>
    public static PooledMethodBuilder Create() => default;

    /// <summary>What the caller of the method awaits.</summary>
    public ValueTask Task => _builder.Box is { } box ? new ValueTask(box, box.Version) : default;

    /// <summary>Runs the method up to its first wait.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _builder.Start(ref stateMachine);

    /// <summary>Not used by the compiler for state machines that are structs.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => _builder.SetStateMachine(stateMachine);

    /// <summary>The method has ended.</summary>
    public void SetResult() => _builder.SetResult(default);

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception) => _builder.SetException(exception);

    /// <summary>The method waits.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <summary>The method waits.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
