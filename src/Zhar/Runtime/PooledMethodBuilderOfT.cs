using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zhar.Runtime;

/// <summary>
/// Builds async methods whose suspended state is used again, so that in the steady state a wait allocates nothing. For handlers that wait often:
/// <c>[Call, AsyncMethodBuilder(typeof(PooledMethodBuilder&lt;&gt;))] private async ValueTask&lt;int&gt; Ask() …</c>.
/// </summary>
/// <remarks>
/// <para>What the framework's PoolingAsyncValueTaskMethodBuilder does, with two differences. That one keeps a single spare object per thread, which is too few
/// where many processes wait at a time; here it is 128. And it keeps it in a thread static for each state machine, which an application that is to be
/// unloaded must not have: see <see cref="SparePool"/>.</para>
/// <para>As there, the value task that the method returns may be awaited once. The runtime awaits handlers once.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public struct PooledMethodBuilder<T>
{
    private T? _result;

    /// <summary>The suspended state; null until the method waits or fails.</summary>
    internal PooledBox<T>? Box { get; private set; }

    /// <summary>A builder for one run of a method.</summary>
    public static PooledMethodBuilder<T> Create() => default;

    /// <summary>What the caller of the method awaits.</summary>
    public readonly ValueTask<T> Task => Box is { } box ? new ValueTask<T>(box, box.Version) : new ValueTask<T>(_result!);

    /// <summary>Runs the method up to its first wait. What it does to AsyncLocals and the synchronization context stays inside.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => default(AsyncValueTaskMethodBuilder).Start(ref stateMachine);

    /// <summary>Not used by the compiler for state machines that are structs.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
        // A box holds the state machine from its first wait on.
    }

    /// <summary>The method has ended.</summary>
    public void SetResult(T result)
    {
        if (Box is { } box)
            box.SetResult(result);
        else
            _result = result;
    }

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception) => (Box ??= new PooledBox<T>()).SetException(exception);

    /// <summary>The method waits.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Suspend(ref stateMachine));

    /// <summary>The method waits.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Suspend(ref stateMachine));

    private Action Suspend<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (Box is PooledBox<T, TStateMachine> box)
            return box.Wait();

        // This builder is a field of the state machine: it has to know its box before the box takes the copy.
        box = PooledBox<T, TStateMachine>.Rent();
        Box = box;
        box.StateMachine = stateMachine;
        return box.Wait();
    }
}
