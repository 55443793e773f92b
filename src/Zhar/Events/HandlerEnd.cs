namespace Zhar;

/// <summary>Why a handler leaves its event manager: the argument of its <see cref="GenEventHandler.Terminate"/>. A closed set.</summary>
/// <remarks>Source: OTP gen_event:terminate/2.</remarks>
public abstract record HandlerEnd
{
    private protected HandlerEnd()
    {
    }

    /// <summary>It was deleted, with an argument of the deleter's.</summary>
    public sealed record Deleted(object? Argument) : HandlerEnd;

    /// <summary>It removed itself.</summary>
    public sealed record Removed : HandlerEnd
    {
        internal static readonly Removed Instance = new();
    }

    /// <summary>Another handler takes its place and gets the result of Terminate.</summary>
    public sealed record Swapped(object? Argument) : HandlerEnd;

    /// <summary>It failed. The other handlers and the manager live.</summary>
    public sealed record Failed(ExitReason Reason) : HandlerEnd;

    /// <summary>The process that supervised it ended.</summary>
    public sealed record OwnerEnded(ExitReason Reason) : HandlerEnd;

    /// <summary>The manager ends.</summary>
    public sealed record ManagerStopped(ExitReason Reason) : HandlerEnd;
}
