namespace Zhar.Data;

/// <summary>Which unique index or constraint an upsert is about.</summary>
/// <remarks>Source: Ecto.Repo.insert/2, <c>:conflict_target</c>.</remarks>
public abstract record ConflictTarget
{
    private ConflictTarget()
    {
    }

    /// <summary>The unique index over these columns.</summary>
    public static ConflictTarget Columns(params IReadOnlyList<string> columns) => new OfColumns(columns, null);

    /// <summary>The partial unique index over these columns, with its condition as SQL.</summary>
    /// <param name="where">The condition. Part of the statement as it is: never put input into it.</param>
    /// <param name="columns">The columns.</param>
    public static ConflictTarget ColumnsWhere(string where, params IReadOnlyList<string> columns) => new OfColumns(columns, where);

    /// <summary>A constraint by its name (PostgreSQL).</summary>
    public static ConflictTarget Constraint(string name) => new OfConstraint(name);

    /// <summary>Anything the database understands, as SQL: <c>(lower(email))</c>. Never put input into it.</summary>
    public static ConflictTarget Sql(string sql) => new OfSql(sql);

    internal sealed record OfColumns(IReadOnlyList<string> Names, string? Where) : ConflictTarget;

    internal sealed record OfConstraint(string Name) : ConflictTarget;

    internal sealed record OfSql(string Text) : ConflictTarget
    {
        internal new string Sql => Text;
    }
}
