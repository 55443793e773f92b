using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhar.Data.Tests;

/// <summary>The SQL that a query becomes, with its parameters behind it.</summary>
internal static partial class Compiled
{
    internal static readonly string[] Dialects = ["postgres", "sqlite", "mysql"];
    private static readonly Dictionary<string, Adapter> Adapters = new() { ["postgres"] = new Postgres.PostgresAdapter(), ["sqlite"] = new Sqlite.SqliteAdapter(), ["mysql"] = new MySqlStandIn() };
    private static readonly Dictionary<string, QueryCompiler> Keeping = Dialects.ToDictionary(d => d, d => new QueryCompiler(d));
    private static readonly Dictionary<string, QueryCompiler> Forgetting = Dialects.ToDictionary(d => d, d => new QueryCompiler(d) { UsesCache = false });

    /// <summary>The SQL in one line, for each parameter <c>?n</c>, and the values. Compiled with kept plans, twice, and without; all three must agree.</summary>
    internal static string Sql<T>(Query<T> query, string dialect, string? prefix = null)
    {
        var first = Text(Keeping[dialect], query, prefix);
        var second = Text(Keeping[dialect], query, prefix);
        var fresh = Text(Forgetting[dialect], query, prefix);
        Assert.Equal(fresh, first);
        Assert.Equal(fresh, second);
        return fresh;
    }

    internal static string Text<T>(QueryCompiler compiler, Query<T> query, string? prefix = null)
    {
        var plan = compiler.Rows<T>(query.Expression, prefix, out var variables);
        var adapter = Adapters[compiler.Dialect.Name];
        var sql = plan.Statement(adapter.Dialect).Text;
        var values = plan.Values(variables, adapter);
        return Spaces().Replace(sql, " ").Replace(" ,", ",").Trim() + (values.Length == 0 ? "" : " -- " + string.Join(", ", values.Select(Shown)));
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        Array array => $"[{string.Join(", ", array.Cast<object?>().Select(Shown))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!, // no value is null here
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
