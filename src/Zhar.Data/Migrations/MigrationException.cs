namespace Zhar.Data.Migrations;

/// <summary>A migration is wrong, cannot be run as asked, or has failed.</summary>
public class MigrationException : Exception
{
    /// <summary>An exception with a message.</summary>
    public MigrationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The version of the migration; <c>null</c> when it is about none in particular.</summary>
    public long? Version { get; init; }
}
