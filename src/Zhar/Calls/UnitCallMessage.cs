using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Zhar.Runtime;

/// <summary>A call that is answered without a value: the caller waits until the handler has run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class UnitCallMessage : CallMessage<Unit>, IValueTaskSource
{
    /// <summary>Sends the request and waits until it is handled.</summary>
    /// <exception cref="CallExitException">No such server, it ended before it replied, or no reply came in time.</exception>
    /// <exception cref="OperationCanceledException">The token of <paramref name="options"/> was cancelled.</exception>
    public ValueTask CallAndWait(in ServerRef server, in CallOptions options)
    {
        var token = Start(server, options);
        if (!HasReply)
            return new(this, token);
        GetResult(token);
        return default;
    }

    /// <summary>Answers once <paramref name="pending"/> has ended; the server handles nothing else meanwhile.</summary>
    protected ValueTask ReplyWhenDone(ValueTask pending)
    {
        if (!pending.IsCompletedSuccessfully)
            return ReplyLater(pending);
        pending.GetAwaiter().GetResult(); // lets a pooled source go
        Reply(default(Unit));
        return default;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => StatusOf(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Await(continuation, state, token, flags);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ReplyLater(ValueTask pending)
    {
        var version = Version;
        await pending;
        Reply(version, default);
    }
}
