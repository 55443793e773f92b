namespace Zhar.Data.Migrations;

/// <summary>Which way a migration runs.</summary>
public enum MigrationDirection
{
    /// <summary>It is applied.</summary>
    Up,

    /// <summary>It is taken back.</summary>
    Down,
}
