namespace Zhar.Web;

/// <summary>What <c>Join</c> of a <see cref="Channel{TState}"/> returns: a first state, or why the client may not join.</summary>
/// <remarks>Made with <c>Ok</c> and <c>Refuse</c> of the channel; a state converts by itself.</remarks>
public sealed class Join<TState>
{
    private readonly Func<ChannelContext, string, string, Frame>? _encode;

    internal Join(bool isOk, TState? state, Func<ChannelContext, string, string, Frame>? encode, Next next = default)
    {
        IsOk = isOk;
        State = state;
        _encode = encode;
        Next = next;
    }

    internal bool IsOk { get; }

    internal TState? State { get; }

    internal Next Next { get; }

    /// <summary>Runs the <c>[Continue]</c> handler for <paramref name="step"/> when the client has its answer: slow set-up, and first pushes, go there.</summary>
    public Join<TState> ThenContinue(object step) => new(IsOk, State, _encode, Next.ThenContinue(step));

    /// <summary>Lets a plain state stand for an accepted join.</summary>
    public static implicit operator Join<TState>(TState state) => new(true, state, null);

    internal Frame Encode(ChannelContext channel, string @ref, string status) => _encode is null
        ? channel.Socket.Reply(channel.JoinRef, @ref, channel.Topic, status, PayloadJson.Empty)
        : _encode(channel, @ref, status);
}
