namespace Zhar.Data;

/// <summary>A part of the primary key. Several make a composite key. Source: the primary_key option of Ecto.Schema.field/3.</summary>
/// <param name="autogenerate">Who makes the value. By default the database for a single <c>int</c> or <c>long</c>, the client (<see cref="Autogenerate.UuidV7"/>) for a single <c>Guid</c>, else the caller.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PrimaryKeyAttribute(Autogenerate autogenerate = Autogenerate.Default) : Attribute
{
    /// <summary>Who makes the value.</summary>
    public Autogenerate Autogenerate => autogenerate;
}

/// <summary>A value that is made at insertion unless one is given. Source: the autogenerate option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AutogenerateAttribute : Attribute
{
    /// <summary>A value of a known kind.</summary>
    public AutogenerateAttribute(Autogenerate kind) => Kind = kind;

    /// <summary>A value from a static method without parameters of the record, <c>nameof(NewToken)</c>.</summary>
    public AutogenerateAttribute(string method) => (Kind, Method) = (Autogenerate.Custom, method);

    /// <summary>What makes the value.</summary>
    public Autogenerate Kind { get; }

    /// <summary>The static method, for <see cref="Autogenerate.Custom"/>.</summary>
    public string? Method { get; }
}

/// <summary>The column of a property, where it is not the property's name in snake_case. Source: the source option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The column.</summary>
    public string Name => name;
}

/// <summary>A field that is never stored: it can be cast, validated and selected into. Source: the virtual option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VirtualAttribute : Attribute;

/// <summary>A field whose value is never printed. Source: the redact option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RedactAttribute : Attribute;

/// <summary>A field that the database computes: it is read back after insert and update. Source: the read_after_writes option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadAfterWriteAttribute : Attribute;

/// <summary>A column that queries leave out unless they select it by name: for large values. Source: the load_in_query option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LazyAttribute : Attribute;

/// <summary>The version of the row: each update and delete of a changeset demands the version that was read, and counts it up. Source: Ecto.Changeset.optimistic_lock/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LockVersionAttribute : Attribute;

/// <summary>A <c>DateTime</c> without a time zone (naive_datetime). Without this attribute a <c>DateTime</c> is UTC.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NaiveAttribute : Attribute;

/// <summary>When a field may be written. Source: the writable option of Ecto.Schema.field/3.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WritableAttribute(Writable when) : Attribute
{
    /// <summary>When.</summary>
    public Writable When => when;
}

/// <summary>The type of a field, where it does not follow from the property. Source: Ecto.Type, Ecto.ParameterizedType.</summary>
/// <param name="type">A class that derives from <see cref="FieldType{T}"/>.</param>
/// <param name="arguments">What its constructor takes.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldTypeAttribute(Type type, params object?[] arguments) : Attribute
{
    /// <summary>The class.</summary>
    public Type Type => type;

    /// <summary>What its constructor takes.</summary>
    public IReadOnlyList<object?> Arguments => arguments;
}

/// <summary>How an enum is stored: on the property, or on the enum itself. Default: as text. Source: Ecto.Enum.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Enum)]
public sealed class StoredAsAttribute(EnumStorage storage) : Attribute
{
    /// <summary>How.</summary>
    public EnumStorage Storage => storage;
}

/// <summary>The text that stands for an enum member, in the database and in params, where it is not the member's name in snake_case. Source: the values option of Ecto.Enum.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class EnumValueAttribute(string value) : Attribute
{
    /// <summary>The text.</summary>
    public string Value => value;
}
