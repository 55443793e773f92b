namespace Zhar.Data.Conformance;

/// <summary>The databases that the cases run on. The report reads the name from a row's argument <c>database</c>.</summary>
public enum Database
{
    SQLite,
    PostgreSQL,
    MariaDB,
}
