namespace Zhar.Data.Migrations;

/// <summary>Makes columns, one method for each type.</summary>
public abstract class ColumnBuilderSet
{
    private protected ColumnBuilderSet(string table) => Table = table;

    private protected string Table { get; }

    /// <summary>A column of any type.</summary>
    public ColumnBuilder Column(string name, ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Add(new ColumnDefinition(Names.Check(name, "column"), type));
    }

    /// <summary>A column whose type is named in the database's own words.</summary>
    public ColumnBuilder Column(string name, string nativeType) => Column(name, ColumnType.Native(nativeType));

    /// <summary>True or false.</summary>
    public ColumnBuilder Boolean(string name) => Column(name, ColumnType.Boolean);

    /// <summary>16 bits.</summary>
    public ColumnBuilder SmallInteger(string name) => Column(name, ColumnType.SmallInteger);

    /// <summary>32 bits.</summary>
    public ColumnBuilder Integer(string name) => Column(name, ColumnType.Integer);

    /// <summary>64 bits.</summary>
    public ColumnBuilder BigInteger(string name) => Column(name, ColumnType.BigInteger);

    /// <summary>Floating point, 32 bits.</summary>
    public ColumnBuilder Single(string name) => Column(name, ColumnType.Single);

    /// <summary>Floating point, 64 bits.</summary>
    public ColumnBuilder Double(string name) => Column(name, ColumnType.Double);

    /// <summary>See <see cref="ColumnType.Decimal"/>.</summary>
    public ColumnBuilder Decimal(string name, int? precision = null, int scale = 0) => Column(name, ColumnType.Decimal(precision, scale));

    /// <summary>Text of at most <paramref name="length"/> characters.</summary>
    public ColumnBuilder String(string name, int length = 255) => Column(name, ColumnType.String(length));

    /// <summary>Text of any length.</summary>
    public ColumnBuilder Text(string name) => Column(name, ColumnType.Text);

    /// <summary>Bytes.</summary>
    public ColumnBuilder Binary(string name) => Column(name, ColumnType.Binary);

    /// <summary>A UUID.</summary>
    public ColumnBuilder Uuid(string name) => Column(name, ColumnType.Uuid);

    /// <summary>A day.</summary>
    public ColumnBuilder Date(string name) => Column(name, ColumnType.Date);

    /// <summary>A time of day, to the microsecond.</summary>
    public ColumnBuilder Time(string name) => Column(name, ColumnType.Time);

    /// <summary>Day and time without a zone, to the microsecond.</summary>
    public ColumnBuilder DateTime(string name) => Column(name, ColumnType.DateTime);

    /// <summary>A point in time in UTC, to the microsecond.</summary>
    public ColumnBuilder DateTimeUtc(string name) => Column(name, ColumnType.DateTimeUtc);

    /// <summary>A length of time.</summary>
    public ColumnBuilder Interval(string name) => Column(name, ColumnType.Interval);

    /// <summary>JSON: embeds and maps.</summary>
    public ColumnBuilder Json(string name) => Column(name, ColumnType.Json);

    /// <summary>A list; JSON on databases without arrays.</summary>
    public ColumnBuilder Array(string name, ColumnType element) => Column(name, ColumnType.Array(element));

    /// <summary>A column that refers to the rows of another table.</summary>
    /// <param name="name">The column.</param>
    /// <param name="table">The other table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="type">The type of that column. Default <see cref="ColumnType.BigInteger"/>, the type of generated keys.</param>
    /// <param name="onDelete">What happens here when a row there is deleted.</param>
    /// <param name="onUpdate">What happens here when the key there changes.</param>
    /// <param name="constraint">The constraint's name. Default <c>table_column_fkey</c>.</param>
    /// <param name="prefix">The schema of the other table. Default: the migrated one.</param>
    public ColumnBuilder References(
        string name,
        string table,
        string column = "id",
        ColumnType? type = null,
        ReferenceAction onDelete = ReferenceAction.Nothing,
        ReferenceAction onUpdate = ReferenceAction.Nothing,
        string? constraint = null,
        string? prefix = null) => Add(new ColumnDefinition(Names.Check(name, "column"), type ?? ColumnType.BigInteger)
        {
            Reference = new Reference(
                new TableName(Names.Check(table, "table"), prefix), Names.Check(column, "column"), Names.Check(constraint ?? $"{Table}_{name}_fkey", "constraint"), onDelete, onUpdate),
        });

    private protected abstract ColumnBuilder Add(ColumnDefinition definition);
}
