using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Zhar.Data.Sqlite;

/// <summary>SQLite's SQL, and how values are stored in its five types: times, decimals and UUIDs as text.</summary>
internal sealed class SqliteDialect : Dialect
{
    // Fixed width, so that texts sort as the times do.
    private const string DateTimeFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    private static readonly string[] Names = [.. Enumerable.Range(1, 64).Select(static n => "$" + n.ToString(CultureInfo.InvariantCulture))];

    internal static SqliteDialect Instance { get; } = new();

    public override string Name => "sqlite";

    public override string NullSafeEquals => " is ";

    public override string NullSafeDiffers => " is not ";

    public override string ParameterName(int position) => position < Names.Length ? Names[position] : base.ParameterName(position);

    public override string Explain(bool analyze) => analyze ? base.Explain(analyze) : "explain query plan ";

    // There are no row locks and no need for them: a transaction is the only one that may write, from its beginning, so its rows are locked with all others.
    public override string LockClause(RowLock rowLock) => "";

    // By the library itself: the driver's reader asks for the type of a column again with each value, and a call into the library costs as much as the rest of a short column.
    public override string? ReadText(DbDataReader reader, int ordinal) =>
        reader is SqliteDataReader { Handle: { } statement } ? raw.sqlite3_column_text(statement, ordinal).utf8_to_string() : base.ReadText(reader, ordinal);

    public override string ReadString(DbDataReader reader, int ordinal) => reader is SqliteDataReader ? ReadText(reader, ordinal)! : base.ReadString(reader, ordinal); // it is not null

    public override long ReadInt64(DbDataReader reader, int ordinal) =>
        reader is SqliteDataReader { Handle: { } statement } ? raw.sqlite3_column_int64(statement, ordinal) : base.ReadInt64(reader, ordinal);

    public override int ReadInt32(DbDataReader reader, int ordinal) => checked((int)ReadInt64(reader, ordinal));

    public override short ReadInt16(DbDataReader reader, int ordinal) => checked((short)ReadInt64(reader, ordinal));

    public override bool ReadBoolean(DbDataReader reader, int ordinal) => ReadInt64(reader, ordinal) != 0;

    public override double ReadDouble(DbDataReader reader, int ordinal) =>
        reader is SqliteDataReader { Handle: { } statement } ? raw.sqlite3_column_double(statement, ordinal) : base.ReadDouble(reader, ordinal);

    public override DateTime ReadDateTime(DbDataReader reader, int ordinal) => DateTime.SpecifyKind(ReadTimestamp(reader, ordinal), DateTimeKind.Unspecified);

    public override DateTime ReadDateTimeUtc(DbDataReader reader, int ordinal) => DateTime.SpecifyKind(ReadTimestamp(reader, ordinal), DateTimeKind.Utc);

    public override decimal ReadDecimal(DbDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.GetValue(ordinal) switch
        {
            string text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
            long whole => whole,
            double real => (decimal)real,
            var other => Convert.ToDecimal(other, CultureInfo.InvariantCulture),
        };
    }

    protected override void AppendConstraintTarget(StringBuilder sql, string name) => throw new NotSupportedException(
        $"SQLite's ON CONFLICT takes columns, not the name of a constraint ('{name}'). Name the columns of the unique index: ConflictTarget.Columns(…).");

    /// <summary>A neutral value as the driver is to store it.</summary>
    internal static object ToStored(object value) => value switch
    {
        Guid id => id.ToString("D"),
        DateTime time => time.ToString(DateTimeFormat, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString(DateTimeFormat, CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        _ => value,
    };

    private static DateTime ReadTimestamp(DbDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.GetValue(ordinal) is not string text)
            return reader.GetDateTime(ordinal);
        return DateTime.TryParseExact(text, DateTimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
    }
}
