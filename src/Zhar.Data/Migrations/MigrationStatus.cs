namespace Zhar.Data.Migrations;

/// <summary>One line of a migrator's status.</summary>
/// <param name="Version">The version.</param>
/// <param name="Name">The class; <c>null</c> when the database knows a version that the program does not.</param>
/// <param name="IsUp">Whether it is applied.</param>
public sealed record MigrationStatus(long Version, string? Name, bool IsUp)
{
    /// <summary>The database has this version, and the program has no migration for it.</summary>
    public bool IsMissing => Name is null;

    /// <summary>As a table shows it: <c>up 20260105101500 CreateUsers</c>.</summary>
    public override string ToString() => $"{(IsUp ? "up  " : "down")}  {Version}  {Name ?? "** no such migration in the program **"}";
}
