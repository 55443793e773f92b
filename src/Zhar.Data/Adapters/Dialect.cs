using System.Data.Common;

namespace Zhar.Data;

/// <summary>What a database can store, and how its driver gives values back. Values travel in neutral types: see <see cref="StorageKind"/>.</summary>
public abstract partial class Dialect
{
    /// <summary>The name, <c>postgres</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether there are array columns; else arrays are stored as JSON.</summary>
    public virtual bool HasArrays => false;

    /// <summary>The value of a column in the neutral type of <paramref name="kind"/>; <c>null</c> for the database's null.</summary>
    public virtual object? Read(DbDataReader reader, int ordinal, StorageKind kind)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.IsDBNull(ordinal))
            return null;
        return kind switch
        {
            StorageKind.Boolean => ReadBoolean(reader, ordinal),
            StorageKind.Int16 => ReadInt16(reader, ordinal),
            StorageKind.Int32 => ReadInt32(reader, ordinal),
            StorageKind.Int64 => ReadInt64(reader, ordinal),
            StorageKind.Single => ReadSingle(reader, ordinal),
            StorageKind.Double => ReadDouble(reader, ordinal),
            StorageKind.Decimal => ReadDecimal(reader, ordinal),
            StorageKind.Text or StorageKind.Json => ReadString(reader, ordinal),
            StorageKind.Binary => ReadBinary(reader, ordinal),
            StorageKind.Guid => ReadGuid(reader, ordinal),
            StorageKind.Date => ReadDate(reader, ordinal),
            StorageKind.Time => ReadTime(reader, ordinal),
            StorageKind.DateTime => ReadDateTime(reader, ordinal),
            StorageKind.DateTimeUtc => ReadDateTimeUtc(reader, ordinal),
            StorageKind.Interval => ReadInterval(reader, ordinal),
            _ => reader.GetValue(ordinal),
        };
    }

    /// <summary>A column that is not null.</summary>
    public virtual bool ReadBoolean(DbDataReader reader, int ordinal) => reader.GetBoolean(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual short ReadInt16(DbDataReader reader, int ordinal) => reader.GetInt16(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual int ReadInt32(DbDataReader reader, int ordinal) => reader.GetInt32(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual long ReadInt64(DbDataReader reader, int ordinal) => reader.GetInt64(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual float ReadSingle(DbDataReader reader, int ordinal) => reader.GetFloat(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual double ReadDouble(DbDataReader reader, int ordinal) => reader.GetDouble(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual decimal ReadDecimal(DbDataReader reader, int ordinal) => reader.GetDecimal(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual string ReadString(DbDataReader reader, int ordinal) => reader.GetString(ordinal);

    /// <summary>A text, or <c>null</c>; for generated code. One look at the column where the driver allows for that.</summary>
    public virtual string? ReadText(DbDataReader reader, int ordinal)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsDBNull(ordinal) ? null : ReadString(reader, ordinal);
    }

    /// <summary>A column that is not null.</summary>
    public virtual byte[] ReadBinary(DbDataReader reader, int ordinal) => reader.GetFieldValue<byte[]>(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual Guid ReadGuid(DbDataReader reader, int ordinal) => reader.GetGuid(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual DateOnly ReadDate(DbDataReader reader, int ordinal) => reader.GetFieldValue<DateOnly>(ordinal);

    /// <summary>A column that is not null.</summary>
    public virtual TimeOnly ReadTime(DbDataReader reader, int ordinal) => reader.GetFieldValue<TimeOnly>(ordinal);

    /// <summary>A column that is not null, as a time without a zone.</summary>
    public virtual DateTime ReadDateTime(DbDataReader reader, int ordinal) => DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Unspecified);

    /// <summary>A column that is not null, as a time in UTC.</summary>
    public virtual DateTime ReadDateTimeUtc(DbDataReader reader, int ordinal) => DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc);

    /// <summary>A column that is not null.</summary>
    public virtual TimeSpan ReadInterval(DbDataReader reader, int ordinal) => reader.GetFieldValue<TimeSpan>(ordinal);
}
