namespace Zhar.Web;

/// <summary>Who waits for the answer to a message: a parameter of a <c>[HandleIn]</c> that answers later, or lets another process do it.</summary>
/// <remarks>Safe from any process or thread. The client takes the first answer. Source: Phoenix.Channel.socket_ref/1, reply/2.</remarks>
public readonly struct ReplyRef
{
    private readonly ChannelContext? _channel;
    private readonly string? _ref;

    internal ReplyRef(ChannelContext channel, string? @ref)
    {
        _channel = channel;
        _ref = @ref;
    }

    /// <summary>Answers <c>ok</c>.</summary>
    public void Ok() => Ok(PayloadJson.Empty);

    /// <summary>Answers <c>ok</c> with a payload.</summary>
    public void Ok<T>(T payload) => Send("ok", payload);

    /// <summary>Answers <c>error</c> with <c>{"reason": …}</c>.</summary>
    public void Error(string reason) => Send("error", ErrorPayload.Of(reason));

    /// <summary>Answers <c>error</c> with a payload.</summary>
    public void Error<T>(T payload) => Send("error", payload);

    internal void Send<T>(string status, T payload)
    {
        if (_channel is null)
            throw new InvalidOperationException("This ReplyRef is the default value and has no client. Take it as a parameter of a [HandleIn] method.");
        _channel.Reply(_ref, status, payload);
    }
}
