namespace Zhar;

/// <summary>Ends the process that throws it, with <see cref="Reason"/>: OTP's <c>exit(Reason)</c>.</summary>
/// <remarks>
/// Also thrown by every Zhar operation of a process that is already dead (killed while its code was still running), so that such code
/// runs its <c>finally</c> blocks and ends. Catching it does not bring the process back: the next operation throws again.
/// </remarks>
public class ProcessExitException : Exception
{
    /// <summary>Creates the exception with the reason that the process will die with.</summary>
    public ProcessExitException(ExitReason reason)
        : this(reason, $"The process exits with reason '{reason}'.")
    {
    }

    /// <summary>Creates the exception with a message of its own.</summary>
    protected ProcessExitException(ExitReason reason, string message)
        : base(message, reason?.Exception) => Reason = reason ?? throw new ArgumentNullException(nameof(reason));

    /// <summary>The reason that the process dies with.</summary>
    public ExitReason Reason { get; }
}
