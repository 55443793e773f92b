using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Which unique index or constraint an upsert is about. A list of fields is one: <c>ConflictTarget = [User.Fields.Email]</c>, <c>["Email"]</c>.</summary>
/// <remarks>Source: Ecto.Repo.insert/2, <c>:conflict_target</c>.</remarks>
[CollectionBuilder(typeof(ConflictTarget), nameof(Of))]
public abstract record ConflictTarget
{
    private ConflictTarget()
    {
    }

    /// <summary>The unique index over these fields.</summary>
    /// <param name="fields">Properties, or columns by their names.</param>
    public static ConflictTarget Columns(params ReadOnlySpan<FieldName> fields) => new OfColumns(NamesOf(fields), null);

    /// <summary>The partial unique index over these fields, with its condition as SQL.</summary>
    /// <param name="where">The condition. Part of the statement as it is: never put input into it.</param>
    /// <param name="fields">Properties, or columns by their names.</param>
    public static ConflictTarget ColumnsWhere(string where, params ReadOnlySpan<FieldName> fields) => new OfColumns(NamesOf(fields), where);

    /// <summary>A constraint by its name (PostgreSQL).</summary>
    public static ConflictTarget Constraint(string name) => new OfConstraint(name);

    /// <summary>Anything the database understands, as SQL: <c>(lower(email))</c>. Never put input into it.</summary>
    public static ConflictTarget Sql(string sql) => new OfSql(sql);

    /// <summary>For collection expressions.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ConflictTarget Of(ReadOnlySpan<FieldName> fields) => Columns(fields);

    /// <summary>The fields; none of a target that is no list of them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<FieldName> GetEnumerator() => ((this as OfColumns)?.Names ?? []).Select(static name => new FieldName(name)).GetEnumerator();

    private static string[] NamesOf(ReadOnlySpan<FieldName> fields)
    {
        if (fields.IsEmpty)
            throw new ArgumentException("A conflict target needs a field at least: ConflictTarget.Columns(\"Email\").", nameof(fields));
        var names = new string[fields.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = fields[i].Name;
        return names;
    }

    internal sealed record OfColumns(IReadOnlyList<string> Names, string? Where) : ConflictTarget;

    internal sealed record OfConstraint(string Name) : ConflictTarget;

    internal sealed record OfSql(string Text) : ConflictTarget;
}
