using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Zhar.Data.MySql;

/// <summary>The SQL that MariaDB and MySQL share.</summary>
internal sealed class MySqlDialect : Dialect
{
    internal static MySqlDialect Instance { get; } = new();

    public override string Name => "mysql";

    public override string DefaultValues => " () values ()";

    public override string NullSafeEquals => " <=> ";

    public override string? LastInsertId => "select last_insert_id()";

    // There is one target for all: any unique key. What the row keeps is said by assigning nothing to nothing.
    public override string ConflictUpdate => "";

    public override void AppendName(StringBuilder sql, string name)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A name of a table or column holds a zero byte.", nameof(name));
        sql.Append('`').Append(name.Replace("`", "``", StringComparison.Ordinal)).Append('`');
    }

    public override void AppendParameter(StringBuilder sql, int position, FieldType? type = null)
    {
        ArgumentNullException.ThrowIfNull(sql);
        sql.Append(ParameterName(position));
    }

    public override string ParameterName(int position) => "@p" + (position + 1).ToString(CultureInfo.InvariantCulture);

    // In the type of the column: a number that is compared with a text is compared as a double, without an index and without the last digits.
    public override void AppendAnyOf(StringBuilder sql, int position, FieldType? elementType = null)
    {
        ArgumentNullException.ThrowIfNull(sql);
        AppendParameter(sql.Append(" in (select v from json_table("), position);
        sql.Append(", '$[*]' columns (v ").Append(elementType?.Storage switch
        {
            StorageKind.Int16 or StorageKind.Int32 or StorageKind.Int64 => "bigint",
            StorageKind.Boolean => "tinyint",
            StorageKind.Decimal => "decimal(65, 30)",
            StorageKind.Single or StorageKind.Double => "double",
            StorageKind.Guid => "char(36)",
            StorageKind.Date => "date",
            StorageKind.Time => "time(6)",
            StorageKind.DateTime or StorageKind.DateTimeUtc => "datetime(6)",
            _ => "longtext",
        }).Append(" path '$')) as list)");
    }

    public override void AppendConflict(StringBuilder sql, ConflictTarget? target)
    {
        ArgumentNullException.ThrowIfNull(sql);

        // Columns name the unique index for the databases that want it, so they may stay in a program for all of them; these check every unique index.
        if (target is ConflictTarget.OfConstraint or ConflictTarget.OfSql)
            throw new NotSupportedException("MariaDB and MySQL take no target for an upsert: any unique key of the table counts. Leave the target out, or name the columns for other databases.");
        sql.Append(" on duplicate key update ");
    }

    // INSERT IGNORE would ignore missing parents and values that are too long as well. And the number of affected rows does not tell a new row from one
    // that stays as it is, since an UPDATE is to count the rows that it has found.
    public override string? ConflictCounter => "@zhar_conflicts";

    public override void AppendCounting(StringBuilder sql, string column)
    {
        ArgumentNullException.ThrowIfNull(sql);
        AppendName(sql, column);
        sql.Append(" = if((").Append(ConflictCounter).Append(" := ").Append(ConflictCounter).Append(" + 1) is null, ");
        AppendName(sql, column);
        AppendName(sql.Append(", "), column);
        sql.Append(')');
    }

    public override void AppendKeepKey(StringBuilder sql, string? identityColumn)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (identityColumn is null)
            return;
        AppendName(sql.Append(", "), identityColumn);
        AppendName(sql.Append(" = last_insert_id("), identityColumn);
        sql.Append(')');
    }

    public override void AppendExcluded(StringBuilder sql, string column)
    {
        ArgumentNullException.ThrowIfNull(sql);
        AppendName(sql.Append("values("), column);
        sql.Append(')');
    }

    public override string Explain(bool analyze) => analyze ? "explain analyze " : "explain ";

    public override string LockClause(RowLock rowLock) => rowLock == RowLock.ForShare ? " lock in share mode" : base.LockClause(rowLock);

    public override Guid ReadGuid(DbDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.GetValue(ordinal) is Guid id ? id : Guid.Parse(reader.GetString(ordinal), CultureInfo.InvariantCulture);
    }

    public override TimeSpan ReadInterval(DbDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new TimeSpan(reader.GetInt64(ordinal) * TimeSpan.TicksPerMicrosecond);
    }
}
