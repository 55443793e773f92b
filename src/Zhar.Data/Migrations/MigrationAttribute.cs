namespace Zhar.Data.Migrations;

/// <summary>Marks a migration and gives it its version: <c>[Migration(20260105_101500)]</c>, the time at which it was written.</summary>
/// <param name="version">Versions are unique and are applied in ascending order.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MigrationAttribute(long version) : Attribute
{
    /// <summary>The version.</summary>
    public long Version { get; } = version;

    /// <summary>Whether the migration runs in a transaction, on databases whose DDL is transactional.</summary>
    /// <value>Default <c>true</c>. A concurrent index needs <c>false</c>. Source: Ecto.Migration, @disable_ddl_transaction.</value>
    public bool Transaction { get; set; } = true;
}
