namespace Zhar.Data;

/// <summary>A repo's settings are missing, malformed, or contradict each other. The message names the setting and what to write.</summary>
public sealed class RepoConfigurationException : Exception
{
    internal RepoConfigurationException(string message)
        : base(message)
    {
    }
}
