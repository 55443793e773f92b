using System.Globalization;
using System.Text;

namespace Zhar.Data;

/// <content>How the database writes the SQL of by-key operations: names, placeholders, upserts. The default is what PostgreSQL and SQLite share. Queries are compiled elsewhere.</content>
public abstract partial class Dialect
{
    /// <summary>Appends a name in quotes.</summary>
    public virtual void AppendName(StringBuilder sql, string name)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A name of a table or column holds a zero byte.", nameof(name));
        sql.Append('"').Append(name.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>Appends a table in quotes, with its prefix.</summary>
    public virtual void AppendTable(StringBuilder sql, string? prefix, string table)
    {
        if (!string.IsNullOrEmpty(prefix))
        {
            AppendName(sql, prefix);
            sql.Append('.');
        }

        AppendName(sql, table);
    }

    /// <summary>Appends the placeholder of a parameter.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="position">From 0.</param>
    /// <param name="type">The type of its values, where the placeholder must say it.</param>
    public virtual void AppendParameter(StringBuilder sql, int position, FieldType? type = null)
    {
        ArgumentNullException.ThrowIfNull(sql);
        sql.Append('$').Append((position + 1).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The name of that parameter in the driver's collection; empty for parameters by position.</summary>
    public virtual string ParameterName(int position) => "$" + (position + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Appends that the expression before it is among the values of the list parameter at <paramref name="position"/>.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="position">The parameter.</param>
    /// <param name="elementType">The type of the values, for databases that must say it to use an index; <c>null</c> when it is unknown.</param>
    public virtual void AppendAnyOf(StringBuilder sql, int position, FieldType? elementType = null)
    {
        ArgumentNullException.ThrowIfNull(sql);
        AppendParameter(sql.Append(" in (select value from json_each("), position);
        sql.Append("))");
    }

    /// <summary>Whether an INSERT takes one list for each column: <c>select * from unnest($1, $2)</c>.</summary>
    public virtual bool InsertsArrays => false;

    /// <summary>What an INSERT of a row without any column says instead of columns and values.</summary>
    public virtual string DefaultValues => " default values";

    /// <summary>An expression for RETURNING that is true when the row of an upsert was inserted; <c>null</c> when the database has none.</summary>
    public virtual string? InsertedExpression => null;

    /// <summary>An equality that takes two nulls as equal.</summary>
    public virtual string NullSafeEquals => " is not distinct from ";

    /// <summary>A query for the columns of the table <c>@p0</c> (its name as it stands in SQL) that are enums of the database, each with its type; <c>null</c> where there are no such types, or texts pass for them.</summary>
    internal virtual string? NativeEnumsSql => null;

    /// <summary>A difference that takes two nulls as equal.</summary>
    public virtual string NullSafeDiffers => " is distinct from ";

    /// <summary>Reads the key that the last INSERT on this connection has generated; <c>null</c> with RETURNING.</summary>
    public virtual string? LastInsertId => null;

    /// <summary>What is put in front of a statement to have its plan instead of its rows.</summary>
    /// <param name="analyze">Whether the statement runs, so that the plan has times.</param>
    /// <exception cref="NotSupportedException">The database has no such plan.</exception>
    public virtual string Explain(bool analyze) => analyze ? throw new NotSupportedException($"The plans of {Name} have no times. Leave out 'analyze'.") : "explain ";

    /// <summary>What is appended to a SELECT to lock its rows.</summary>
    /// <exception cref="NotSupportedException">The database has no such lock, and its rows are not safe without it.</exception>
    public virtual string LockClause(RowLock rowLock) => rowLock switch
    {
        RowLock.ForUpdate => " for update",
        RowLock.ForUpdateSkipLocked => " for update skip locked",
        RowLock.ForUpdateNoWait => " for update nowait",
        RowLock.ForShare => " for share",
        _ => "",
    };

    /// <summary>Whether an upsert that changes the stored row must name its target.</summary>
    public virtual bool NeedsConflictTarget => false;

    /// <summary>Appends what begins the conflict clause of an INSERT: its target.</summary>
    public virtual void AppendConflict(StringBuilder sql, ConflictTarget? target)
    {
        ArgumentNullException.ThrowIfNull(sql);
        sql.Append(" on conflict");
        switch (target)
        {
            case null:
                break;
            case ConflictTarget.OfColumns columns:
                sql.Append(" (");
                for (var i = 0; i < columns.Names.Count; i++)
                {
                    if (i > 0)
                        sql.Append(", ");
                    AppendName(sql, columns.Names[i]);
                }

                sql.Append(')');
                if (columns.Where is { } where)
                    sql.Append(" where ").Append(where);
                break;
            case ConflictTarget.OfConstraint constraint:
                AppendConstraintTarget(sql, constraint.Name);
                break;
            case ConflictTarget.OfSql raw:
                sql.Append(' ').Append(raw.Text);
                break;
        }
    }

    /// <summary>Appends a target that is a constraint.</summary>
    /// <exception cref="NotSupportedException">The database takes columns alone.</exception>
    protected virtual void AppendConstraintTarget(StringBuilder sql, string name)
    {
        ArgumentNullException.ThrowIfNull(sql);
        sql.Append(" on constraint ");
        AppendName(sql, name);
    }

    /// <summary>What follows the conflict clause when the row that exists stays as it is.</summary>
    public virtual string ConflictNothing => " do nothing";

    /// <summary>The variable of the session in which an upsert counts the rows that were stored already, where the database tells in no other way; else <c>null</c>.</summary>
    public virtual string? ConflictCounter => null;

    /// <summary>Appends the assignment that counts a stored row in <see cref="ConflictCounter"/> and leaves the column as it is.</summary>
    public virtual void AppendCounting(StringBuilder sql, string column)
    {
    }

    /// <summary>Appends what makes the key of a row that an upsert has updated known to <see cref="LastInsertId"/>.</summary>
    /// <param name="sql">The statement, which ends with assignments.</param>
    /// <param name="identityColumn">The generated key; <c>null</c>: there is none.</param>
    public virtual void AppendKeepKey(StringBuilder sql, string? identityColumn)
    {
    }

    /// <summary>What follows the conflict clause, before the assignments.</summary>
    public virtual string ConflictUpdate => " do update set ";

    /// <summary>Appends the value that the INSERT had for a column, inside the assignments.</summary>
    public virtual void AppendExcluded(StringBuilder sql, string column)
    {
        ArgumentNullException.ThrowIfNull(sql);
        sql.Append("excluded.");
        AppendName(sql, column);
    }
}
