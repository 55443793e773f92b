using Zhar.Web;

namespace Zhar.Live;

/// <summary>What a handler of a live view returns when there is more than a new state: a reply, a navigation that was begun, or the end.</summary>
/// <remarks>Made with <c>Reply</c>, <c>PushPatch</c>, <c>PushNavigate</c>, <c>Redirect</c>, <c>NoReply</c> and <c>Stop</c> of the view. The default value goes on.</remarks>
public readonly struct LiveAction
{
    internal LiveAction(Next next, Payload? reply = null)
    {
        Next = next;
        ReplyPayload = reply;
    }

    internal Next Next { get; }

    internal Payload? ReplyPayload { get; }

    /// <summary>Ends the view after this message, or goes on.</summary>
    public static implicit operator LiveAction(Next next) => new(next);

    /// <summary>For <c>[Info]</c> handlers, whose result is a <see cref="Zhar.Next"/>.</summary>
    public static implicit operator Next(LiveAction action) => action.Next;
}
