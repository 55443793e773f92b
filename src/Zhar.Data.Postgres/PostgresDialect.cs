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

    public override void AppendAnyOf(StringBuilder sql, int position, FieldType? elementType = null)
    {
        AppendParameter(sql.Append(" = any("), position);
        sql.Append(')');
    }

    public override string ParameterName(int position) => "";
}
