namespace Zhar.Data;

/// <summary>A field of a schema: a property with its column and its type.</summary>
public sealed class Field
{
    private readonly string? _column;
    private SchemaInfo? _schema;

    /// <summary>A field; for generated code.</summary>
    public Field(string name, FieldType type, Type clrType)
    {
        Name = name;
        Type = type;
        ClrType = clrType;
        IsNullable = !clrType.IsValueType || Nullable.GetUnderlyingType(clrType) is not null;
    }

    /// <summary>The schema it belongs to.</summary>
    public SchemaInfo Schema => _schema ?? throw new InvalidOperationException($"The field '{Name}' belongs to no schema yet.");

    /// <summary>The position in <see cref="SchemaInfo.Fields"/>.</summary>
    public int Index { get; private set; }

    /// <summary>The property, <c>InsertedAt</c>.</summary>
    public string Name { get; }

    /// <summary>The column, <c>inserted_at</c>.</summary>
    public string Column
    {
        get => _column ?? Param;
        init => _column = value;
    }

    /// <summary>The key in params and forms: the property's name in snake_case.</summary>
    public string Param
    {
        get => field ??= Naming.Snake(Name);
        init;
    }

    /// <summary>How values are cast, dumped and loaded.</summary>
    public FieldType Type { get; }

    /// <summary>The type of the property, <c>int?</c>.</summary>
    public Type ClrType { get; }

    /// <summary>Whether the property can be <c>null</c>, as far as the runtime knows: <c>int</c> cannot.</summary>
    public bool IsNullable { get; internal init; }

    /// <summary>Whether the property has an initializer, <c>= 18</c>, whose value stands for an empty one.</summary>
    public bool HasDefault { get; init; }

    /// <summary>Whether it is never stored.</summary>
    public bool IsVirtual { get; init; }

    /// <summary>Whether its value is never printed.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>Whether it is part of the primary key.</summary>
    public bool IsPrimaryKey { get; init; }

    /// <summary>Whether it is read back after insert and update.</summary>
    public bool IsReadAfterWrite { get; init; }

    /// <summary>Whether queries leave it out unless they name it.</summary>
    public bool IsLazy { get; init; }

    /// <summary>Whether it is the version of the row.</summary>
    public bool IsLockVersion { get; init; }

    /// <summary>Whether it holds one embedded record or a list of them; its <see cref="Type"/> is then an <see cref="EmbedType"/>.</summary>
    public bool IsEmbed => Type is EmbedType;

    /// <summary>When it may be written.</summary>
    public Writable Writable { get; init; }

    /// <summary>Who makes its value at insertion. Never <see cref="Autogenerate.Default"/>.</summary>
    public Autogenerate Autogenerate { get; init; }

    /// <summary>Makes the value for <see cref="Autogenerate.Custom"/>.</summary>
    public Func<object?>? Generator { get; init; }

    /// <summary>A new value by <see cref="Autogenerate"/>, or <c>null</c> when the database or the caller makes it.</summary>
    public object? Generate() => Autogenerate switch
    {
        Autogenerate.UuidV4 => Type.FromGuid(Guid.NewGuid()),
        Autogenerate.UuidV7 => Type.FromGuid(Guid.CreateVersion7()),
        Autogenerate.Custom => Generator?.Invoke(),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{_schema?.Name}.{Name}";

    /// <summary>The value of a column: <see cref="FieldType.Load"/>, whose error names the field.</summary>
    /// <exception cref="SchemaException">The stored value means nothing to the type.</exception>
    public object? Load(object? stored, Dialect dialect)
    {
        try
        {
            return Type.Load(stored, dialect);
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"{this} cannot be loaded: {e.Message}", e);
        }
    }

    internal void Attach(SchemaInfo schema, int index) => (_schema, Index) = (schema, index);
}
