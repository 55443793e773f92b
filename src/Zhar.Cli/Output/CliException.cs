namespace Zhar.Cli.Output;

/// <summary>Something that the user can mend: a message, and the command to try next.</summary>
internal sealed class CliException(string message, string? next = null) : Exception(message)
{
    /// <summary>The command to try next.</summary>
    internal string? Next { get; } = next;
}
