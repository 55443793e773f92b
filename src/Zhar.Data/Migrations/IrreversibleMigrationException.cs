namespace Zhar.Data.Migrations;

/// <summary><see cref="Migration.Change"/> holds an operation whose reverse is unknown. Nothing was run. Source: Ecto.MigrationError.</summary>
public sealed class IrreversibleMigrationException : MigrationException
{
    internal IrreversibleMigrationException(string migration, long version, MigrationCommand command)
        : base($"""
            The migration {version} {migration} cannot be rolled back: {command} in its Change cannot be reversed. Nothing was run.
            {command.Advice}
            """)
    {
        Version = version;
        Operation = command.ToString()!; // every command has a text
    }

    /// <summary>The operation, as it was written.</summary>
    public string Operation { get; }
}
