using System.Text;

namespace Zhar.Data.Postgres;

/// <summary>PostgreSQL's SQL.</summary>
internal sealed class PostgresDialect : Dialect
{
    internal static PostgresDialect Instance { get; } = new();

    public override string Name => "postgres";

    public override bool HasArrays => true;

    // A row that was just inserted has no transaction that deleted or locked it.
    public override string? InsertedExpression => "(xmax = 0)";

    public override bool NeedsConflictTarget => true;

    public override bool InsertsArrays => true;

    internal override string? NativeEnumsSql =>
        "select a.attname::text, format_type(a.atttypid, null) from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = to_regclass($1) and a.attnum > 0 and (t.typtype = 'e' or t.typname in ('bit', 'varbit'))";

    public override void AppendAnyOf(StringBuilder sql, int position, FieldType? elementType = null)
    {
        AppendParameter(sql.Append(" = any("), position);
        sql.Append(')');
    }

    public override string Explain(bool analyze) => analyze ? "explain (analyze) " : "explain ";

    public override string ParameterName(int position) => "";
}
