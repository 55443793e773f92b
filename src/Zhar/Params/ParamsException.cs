namespace Zhar;

/// <summary>Parameters of a request are malformed, too many, or not what the code asked for: the sender's fault, HTTP's 400.</summary>
public sealed class ParamsException : Exception
{
    internal ParamsException(string message, string? key = null, Exception? inner = null)
        : base(message, inner) => Key = key;

    /// <summary>The key in question, or <c>null</c> when it is the whole.</summary>
    public string? Key { get; }
}
