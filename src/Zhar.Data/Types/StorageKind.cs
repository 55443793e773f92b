namespace Zhar.Data;

/// <summary>What a column holds. The comment of each names the neutral .NET type in which values travel between a <see cref="FieldType"/> and an adapter.</summary>
public enum StorageKind
{
    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary><c>short</c>.</summary>
    Int16,

    /// <summary><c>int</c>.</summary>
    Int32,

    /// <summary><c>long</c>.</summary>
    Int64,

    /// <summary><c>float</c>.</summary>
    Single,

    /// <summary><c>double</c>.</summary>
    Double,

    /// <summary><c>decimal</c>, with its scale.</summary>
    Decimal,

    /// <summary><c>string</c>.</summary>
    Text,

    /// <summary><c>byte[]</c>.</summary>
    Binary,

    /// <summary><see cref="System.Guid"/>.</summary>
    Guid,

    /// <summary><see cref="DateOnly"/>.</summary>
    Date,

    /// <summary><see cref="TimeOnly"/>, to the microsecond.</summary>
    Time,

    /// <summary><see cref="System.DateTime"/> of unspecified kind, to the microsecond.</summary>
    DateTime,

    /// <summary><see cref="System.DateTime"/> in UTC, to the microsecond.</summary>
    DateTimeUtc,

    /// <summary><see cref="TimeSpan"/>, to the microsecond.</summary>
    Interval,

    /// <summary><c>string</c> of JSON.</summary>
    Json,

    /// <summary>An array of the neutral type of <see cref="FieldType.Element"/> where the database has arrays (<see cref="Dialect.HasArrays"/>), else a <c>string</c> of JSON.</summary>
    Array,

    /// <summary>Nothing: the type is for virtual fields only.</summary>
    None,
}
