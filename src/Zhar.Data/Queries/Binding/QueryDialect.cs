using System.Globalization;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.MySql;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;

namespace Zhar.Data;

/// <summary>How one database writes what a query says, where the databases differ.</summary>
internal abstract class QueryDialect
{
    internal static QueryDialect For(string name) => name switch
    {
        "postgres" => new PostgresQueries(),
        "sqlite" => new SqliteQueries(),
        "mysql" => new MySqlQueries(),
        _ => throw new NotSupportedException($"Queries are not known for the dialect '{name}'. Those known are postgres, sqlite and mysql."),
    };

    internal abstract string Name { get; }

    /// <summary>A fresh provider of the query compiler.</summary>
    internal abstract IDataProvider Provider { get; }

    /// <summary>Whether <c>{0}</c> is in the list that the parameter <c>{1}</c> holds.</summary>
    internal abstract string InList(FieldType? element);

    /// <summary>A SELECT of rows from lists, <c>{0}</c> for the list of the first column.</summary>
    internal abstract string Values(IReadOnlyList<Field> columns);

    // A backslash is the escape sign by default, but for SQLite, which has none.
    internal virtual string Like => "{0} LIKE {1}";

    internal virtual string ILike => "LOWER({0}) LIKE LOWER({1})";

    /// <summary>A literal text test, and the form of its parameter.</summary>
    internal virtual (string Sql, SlotForm Form) TextTest(SlotForm form) => ("{0} LIKE {1} ESCAPE '~'", form);

    /// <summary>The text at a path inside the JSON of <c>{0}</c>.</summary>
    internal abstract string JsonText(IReadOnlyList<string> path);

    /// <summary>The time <c>{0}</c> and <c>{1}</c> units more.</summary>
    internal abstract string AddTime(TimeUnit unit);

    /// <summary>A name in quotes.</summary>
    internal virtual string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>The list in <c>{0}</c> with the item <c>{1}</c> behind it.</summary>
    internal abstract string Push { get; }

    /// <summary>The list in <c>{0}</c> without each item <c>{1}</c>.</summary>
    internal abstract string Pull { get; }

    /// <summary>A text in the SQL, in a piece whose holes are braces.</summary>
    private protected virtual string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) + "'";

    /// <summary>A column's name in quotes, in a piece whose holes are braces.</summary>
    private protected string NameOf(Field column) => Quote(column.Column).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private protected string JsonPath(IReadOnlyList<string> path) => Literal("$" + string.Concat(path.Select(static p =>
        int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"[{p}]" : "." + (p.Length > 0 && p.All(char.IsAsciiLetterOrDigit) ? p : $"\"{p.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""))));
}

internal sealed class PostgresQueries : QueryDialect
{
    internal override string Name => "postgres";

    internal override IDataProvider Provider { get; } = PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15);

    internal override string ILike => "{0} ILIKE {1}";

    internal override string Push => "array_append({0}, {1})";

    internal override string Pull => "array_remove({0}, {1})";

    // A column may be an enum of the database, which has no equality with texts.
    internal override string InList(FieldType? element) => element is { Name: "enum", Storage: StorageKind.Text } ? "{0}::text = ANY({1})" : "{0} = ANY({1})";

    internal override string Values(IReadOnlyList<Field> columns) =>
        $"SELECT * FROM unnest({string.Join(", ", columns.Select(static (_, i) => $"{{{i}}}"))}) AS v ({string.Join(", ", columns.Select(NameOf))})";

    internal override string JsonText(IReadOnlyList<string> path) => $"jsonb_extract_path_text({{0}}::jsonb, {string.Join(", ", path.Select(Literal))})";

    internal override string AddTime(TimeUnit unit) => $"({{0}} + {{1}} * INTERVAL '1 {unit.ToString().ToLowerInvariant()}')";
}

internal sealed class SqliteQueries : QueryDialect
{
    internal override string Name => "sqlite";

    internal override IDataProvider Provider { get; } = SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft);

    internal override string Like => @"{0} LIKE {1} ESCAPE '\'";

    internal override string ILike => @"LOWER({0}) LIKE LOWER({1}) ESCAPE '\'";

    internal override string Push => "json_insert({0}, '$[#]', {1})";

    internal override string Pull => "(SELECT json_group_array(e.value) FROM json_each({0}) e WHERE e.value IS NOT {1})";

    internal override string InList(FieldType? element) => "{0} IN (SELECT value FROM json_each({1}))";

    internal override string Values(IReadOnlyList<Field> columns) => $"SELECT {string.Join(", ", columns.Select((c, i) => $"c{i}.value AS {NameOf(c)}"))} FROM json_each({{0}}) c0"
        + string.Concat(columns.Skip(1).Select(static (_, i) => $" JOIN json_each({{{i + 1}}}) c{i + 1} ON c{i + 1}.key = c0.key"));

    // LIKE ignores case here, so that it would find other rows than on PostgreSQL.
    internal override (string Sql, SlotForm Form) TextTest(SlotForm form) => form switch
    {
        SlotForm.StartsWith => ("substr({0}, 1, length({1})) = {1}", SlotForm.Value),
        SlotForm.EndsWith => ("substr({0}, length({0}) - length({1}) + 1) = {1}", SlotForm.Value),
        _ => ("instr({0}, {1}) > 0", SlotForm.Value),
    };

    internal override string JsonText(IReadOnlyList<string> path) => $"CAST(json_extract({{0}}, {JsonPath(path)}) AS TEXT)";

    internal override string AddTime(TimeUnit unit) => $"strftime('%Y-%m-%d %H:%M:%f', {{0}}, ({{1}}) || ' {unit.ToString().ToLowerInvariant()}')";
}

internal sealed class MySqlQueries : QueryDialect
{
    internal override string Name => "mysql";

    internal override IDataProvider Provider { get; } = MySqlTools.GetDataProvider(MySqlVersion.MariaDB10, MySqlProvider.MySqlConnector);

    internal override string Push => "JSON_ARRAY_APPEND({0}, '$', {1})";

    internal override string Pull => "(SELECT COALESCE(JSON_ARRAYAGG(e.v), '[]') FROM JSON_TABLE({0}, '$[*]' COLUMNS (v TEXT PATH '$')) e WHERE e.v <> {1})";

    internal override string InList(FieldType? element) => $"{{0}} IN (SELECT j.v FROM JSON_TABLE({{1}}, '$[*]' COLUMNS (v {Column(element)} PATH '$')) j)";

    internal override string Values(IReadOnlyList<Field> columns) => $"SELECT {string.Join(", ", columns.Select((c, i) => $"c{i}.v AS {NameOf(c)}"))} FROM {Rows(columns[0], 0)}"
        + string.Concat(columns.Skip(1).Select(static (c, i) => $" JOIN {Rows(c, i + 1)} ON c{i + 1}.o = c0.o"));

    private static string Rows(Field column, int i) => $"JSON_TABLE({{{i}}}, '$[*]' COLUMNS (o FOR ORDINALITY, v {Column(column.Type)} PATH '$')) c{i}";

    internal override string JsonText(IReadOnlyList<string> path) => $"JSON_UNQUOTE(JSON_EXTRACT({{0}}, {JsonPath(path)}))";

    internal override string AddTime(TimeUnit unit) => $"DATE_ADD({{0}}, INTERVAL {{1}} {unit.ToString().ToUpperInvariant()})";

    // A backslash is an escape in a text: before a quote it would let the rest of the text out of the quotes.
    private protected override string Literal(string text) => base.Literal(text.Replace("\\", "\\\\", StringComparison.Ordinal));

    internal override string Quote(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";

    private static string Column(FieldType? element) => element?.Storage switch
    {
        StorageKind.Int16 or StorageKind.Int32 or StorageKind.Int64 => "BIGINT",
        StorageKind.Boolean => "TINYINT",
        StorageKind.Single or StorageKind.Double => "DOUBLE",
        StorageKind.Decimal => "DECIMAL(65, 30)",
        StorageKind.Guid => "CHAR(36)",
        StorageKind.Date => "DATE",
        StorageKind.DateTime or StorageKind.DateTimeUtc => "DATETIME(6)",
        _ => "LONGTEXT",
    };
}
