namespace Zhar.Data.Migrations;

/// <summary>How a <see cref="Migrator"/> works.</summary>
public sealed record MigratorOptions
{
    /// <summary>The schema of the database to migrate, with a version table of its own: one for each tenant.</summary>
    /// <value>Default: the repo's prefix, else the default schema. SQLite has none.</value>
    public string? Prefix { get; init; }

    /// <summary>The table that keeps the applied versions.</summary>
    /// <value>Default <c>schema_migrations</c>.</value>
    public string Table { get; init; } = "schema_migrations";

    /// <summary>Refuses to apply a migration that is older than the newest applied one, as it comes up when branches are merged.</summary>
    /// <value>Default <c>false</c>: such a migration is applied. Source: Ecto.Migrator, <c>:strict_version_order</c>.</value>
    public bool StrictVersionOrder { get; init; }

    /// <summary>Keeps a second migrator, on whatever machine, waiting while this one works.</summary>
    /// <value>Default <c>true</c>.</value>
    public bool Lock { get; init; } = true;

    /// <summary>How often one that waits looks whether the lock is free.</summary>
    /// <value>Default 100 ms.</value>
    public TimeSpan LockRetry { get; init; } = TimeSpan.FromMilliseconds(100);
}
