namespace Zhar.Data.Migrations;

/// <summary>The type of a column, before a database gives it its own name.</summary>
public sealed record ColumnType
{
    private ColumnType(ColumnKind kind) => Kind = kind;

    /// <summary>True or false.</summary>
    public static ColumnType Boolean { get; } = new(ColumnKind.Boolean);

    /// <summary>16 bits.</summary>
    public static ColumnType SmallInteger { get; } = new(ColumnKind.SmallInteger);

    /// <summary>32 bits.</summary>
    public static ColumnType Integer { get; } = new(ColumnKind.Integer);

    /// <summary>64 bits: the type of keys.</summary>
    public static ColumnType BigInteger { get; } = new(ColumnKind.BigInteger);

    /// <summary>64 bits, numbered by the database.</summary>
    public static ColumnType Identity { get; } = new(ColumnKind.Identity);

    /// <summary>Floating point, 32 bits.</summary>
    public static ColumnType Single { get; } = new(ColumnKind.Single);

    /// <summary>Floating point, 64 bits.</summary>
    public static ColumnType Double { get; } = new(ColumnKind.Double);

    /// <summary>Text of any length. On MariaDB it needs a length to stand in an index: take <see cref="String"/> there.</summary>
    public static ColumnType Text { get; } = new(ColumnKind.Text);

    /// <summary>Bytes.</summary>
    public static ColumnType Binary { get; } = new(ColumnKind.Binary);

    /// <summary>A UUID.</summary>
    public static ColumnType Uuid { get; } = new(ColumnKind.Uuid);

    /// <summary>A day.</summary>
    public static ColumnType Date { get; } = new(ColumnKind.Date);

    /// <summary>A time of day, to the microsecond.</summary>
    public static ColumnType Time { get; } = new(ColumnKind.Time);

    /// <summary>Day and time without a zone, to the microsecond.</summary>
    public static ColumnType DateTime { get; } = new(ColumnKind.DateTime);

    /// <summary>A point in time in UTC, to the microsecond.</summary>
    public static ColumnType DateTimeUtc { get; } = new(ColumnKind.DateTimeUtc);

    /// <summary>A length of time.</summary>
    public static ColumnType Interval { get; } = new(ColumnKind.Interval);

    /// <summary>Bits, any number of them; text on databases without such a type.</summary>
    public static ColumnType Bits { get; } = new(ColumnKind.Bits);

    /// <summary>JSON.</summary>
    public static ColumnType Json { get; } = new(ColumnKind.Json);

    /// <summary>Text of at most <paramref name="length"/> characters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public static ColumnType String(int length = 255)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return new(ColumnKind.String) { Size = length };
    }

    /// <summary>A decimal number. Without a precision it has as many digits as the database allows; MariaDB then keeps 38, 18 of them behind the point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is negative or greater than the precision.</exception>
    public static ColumnType Decimal(int? precision = null, int scale = 0)
    {
        if (precision is { } digits && (digits < 1 || scale < 0 || scale > digits))
            throw new ArgumentOutOfRangeException(nameof(precision), $"A decimal has at least one digit and no more behind the point than in all; ({precision}, {scale}) was given.");
        return new(ColumnKind.Decimal) { Size = precision, Scale = scale };
    }

    /// <summary>A list of <paramref name="element"/>; JSON on databases without arrays.</summary>
    public static ColumnType Array(ColumnType element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new(ColumnKind.Array) { Element = element };
    }

    /// <summary>The name of a type of the database, as it is.</summary>
    public static ColumnType Native(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return new(ColumnKind.Native) { Sql = sql };
    }

    /// <summary>Which of them.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The length of a string, the precision of a decimal.</summary>
    public int? Size { get; private init; }

    /// <summary>The digits of a decimal behind the point.</summary>
    public int Scale { get; private init; }

    /// <summary>The type of an array's elements.</summary>
    public ColumnType? Element { get; private init; }

    /// <summary>The database's own name of the type.</summary>
    public string? Sql { get; private init; }
}

/// <summary>The kinds of <see cref="ColumnType"/>.</summary>
public enum ColumnKind
{
    /// <summary>See <see cref="ColumnType.Boolean"/>.</summary>
    Boolean,

    /// <summary>See <see cref="ColumnType.SmallInteger"/>.</summary>
    SmallInteger,

    /// <summary>See <see cref="ColumnType.Integer"/>.</summary>
    Integer,

    /// <summary>See <see cref="ColumnType.BigInteger"/>.</summary>
    BigInteger,

    /// <summary>See <see cref="ColumnType.Identity"/>.</summary>
    Identity,

    /// <summary>See <see cref="ColumnType.Single"/>.</summary>
    Single,

    /// <summary>See <see cref="ColumnType.Double"/>.</summary>
    Double,

    /// <summary>See <see cref="ColumnType.Decimal"/>.</summary>
    Decimal,

    /// <summary>See <see cref="ColumnType.String"/>.</summary>
    String,

    /// <summary>See <see cref="ColumnType.Text"/>.</summary>
    Text,

    /// <summary>See <see cref="ColumnType.Binary"/>.</summary>
    Binary,

    /// <summary>See <see cref="ColumnType.Uuid"/>.</summary>
    Uuid,

    /// <summary>See <see cref="ColumnType.Date"/>.</summary>
    Date,

    /// <summary>See <see cref="ColumnType.Time"/>.</summary>
    Time,

    /// <summary>See <see cref="ColumnType.DateTime"/>.</summary>
    DateTime,

    /// <summary>See <see cref="ColumnType.DateTimeUtc"/>.</summary>
    DateTimeUtc,

    /// <summary>See <see cref="ColumnType.Interval"/>.</summary>
    Interval,

    /// <summary>See <see cref="ColumnType.Bits"/>.</summary>
    Bits,

    /// <summary>See <see cref="ColumnType.Json"/>.</summary>
    Json,

    /// <summary>See <see cref="ColumnType.Array"/>.</summary>
    Array,

    /// <summary>See <see cref="ColumnType.Native"/>.</summary>
    Native,
}
