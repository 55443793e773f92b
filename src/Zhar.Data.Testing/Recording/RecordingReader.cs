using System.Collections;
using System.Data.Common;
using System.Globalization;

namespace Zhar.Data.Testing;

/// <summary>Reads prepared rows.</summary>
internal sealed class RecordingReader(IReadOnlyList<object?[]> rows) : DbDataReader
{
    /// <summary>A row whose columns count themselves: what a write returns when nothing is prepared.</summary>
    internal static readonly object?[] Counted = [.. Enumerable.Range(1, 128).Select(static n => (object)(long)n)];

    private int _at = -1;

    public override int Depth => 0;

    public override int FieldCount => rows.Count == 0 ? 0 : rows[0].Length;

    public override bool HasRows => rows.Count > 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => rows.Count;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => throw Nameless();

    public override bool Read() => ++_at < rows.Count;

    public override bool NextResult() => false;

    public override bool IsDBNull(int ordinal) => At(ordinal) is null or DBNull;

    public override object GetValue(int ordinal) => At(ordinal) ?? DBNull.Value;

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    public override T GetFieldValue<T>(int ordinal) => Value<T>(ordinal);

    public override bool GetBoolean(int ordinal) => Value<bool>(ordinal);

    public override byte GetByte(int ordinal) => Value<byte>(ordinal);

    public override char GetChar(int ordinal) => Value<char>(ordinal);

    public override DateTime GetDateTime(int ordinal) => Value<DateTime>(ordinal);

    public override decimal GetDecimal(int ordinal) => Value<decimal>(ordinal);

    public override double GetDouble(int ordinal) => Value<double>(ordinal);

    public override float GetFloat(int ordinal) => Value<float>(ordinal);

    public override Guid GetGuid(int ordinal) => Value<Guid>(ordinal);

    public override short GetInt16(int ordinal) => Value<short>(ordinal);

    public override int GetInt32(int ordinal) => Value<int>(ordinal);

    public override long GetInt64(int ordinal) => Value<long>(ordinal);

    public override string GetString(int ordinal) => Value<string>(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException("Read the bytes as one value.");

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException("Read the text as one value.");

    public override string GetDataTypeName(int ordinal) => At(ordinal)?.GetType().Name ?? "null";

    public override Type GetFieldType(int ordinal) => At(ordinal)?.GetType() ?? typeof(object);

    public override string GetName(int ordinal) => "column" + (ordinal + 1).ToString(CultureInfo.InvariantCulture);

    public override int GetOrdinal(string name) => throw Nameless();

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    private object? At(int ordinal)
    {
        var row = rows[Math.Max(_at, 0)];
        return ordinal < row.Length ? row[ordinal] : throw new InvalidOperationException(
            $"A statement reads {ordinal + 1} columns or more, but a prepared row has {row.Length}. Prepare a value for each column that the SQL selects: database.Answer(text, [[first, second, …]]).");
    }

    private T Value<T>(int ordinal) => At(ordinal) switch
    {
        T value => value,
        null => throw new InvalidCastException($"The prepared value of column {ordinal + 1} is null."),
        IConvertible value when typeof(T).IsPrimitive || typeof(T) == typeof(string) || typeof(T) == typeof(decimal) => (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture),
        var other => throw new InvalidCastException($"The prepared value of column {ordinal + 1} is a {other.GetType().Name}, but a {typeof(T).Name} is read."),
    };

    private static NotSupportedException Nameless() => new("Prepared rows have no names of columns; they are read by position.");
}
