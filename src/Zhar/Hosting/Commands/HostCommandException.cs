namespace Zhar;

/// <summary>A command that cannot do what it was asked: its message goes to the user as it is, without a stack trace, and the exit code is 1.</summary>
public sealed class HostCommandException : Exception
{
    /// <summary>A failure with a message.</summary>
    /// <param name="message">What went wrong, and what to do.</param>
    /// <param name="innerException">Its cause.</param>
    public HostCommandException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
