using System.Collections.Concurrent;

namespace Zhar.Data;

/// <summary>The statements for savepoints; few names are ever used.</summary>
internal static class SavepointStatements
{
    private static readonly ConcurrentDictionary<string, (SqlStatement Savepoint, SqlStatement Release, SqlStatement RollbackTo)> ByName = new(StringComparer.Ordinal);

    internal static SqlStatement Savepoint(string name) => For(name).Savepoint;

    internal static SqlStatement Release(string name) => For(name).Release;

    internal static SqlStatement RollbackTo(string name) => For(name).RollbackTo;

    /// <summary>The name of the savepoint of a nested transaction at this depth.</summary>
    internal static string NameAt(int depth) => "zhar_" + Math.Min(depth, 999).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static (SqlStatement Savepoint, SqlStatement Release, SqlStatement RollbackTo) For(string name) => ByName.GetOrAdd(name, static name => (
        new SqlStatement($"savepoint {name}", StatementKind.Transaction),
        new SqlStatement($"release savepoint {name}", StatementKind.Transaction),
        new SqlStatement($"rollback to savepoint {name}", StatementKind.Transaction)));
}
