using System.Text.Json;

namespace Zhar.Data;

/// <summary>A type of your own, stored as one of the built-in types. Use it with <see cref="FieldTypeAttribute"/>; the constructor may take options. Source: Ecto.Type, Ecto.ParameterizedType.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
/// <typeparam name="TStored">The neutral type it is stored as: <c>string</c>, <c>int</c>, <c>long</c>, <c>decimal</c>, <c>Guid</c>, <c>byte[]</c>, <c>bool</c>, <c>double</c>, <c>DateOnly</c>, <c>TimeOnly</c>, <c>DateTime</c> (UTC), <c>TimeSpan</c>.</typeparam>
/// <example>
/// <code>
/// public sealed class SlugType : CustomType&lt;Slug, string&gt;
/// {
///     public override string Name => "slug";
///     protected override CastResult CastInput(object input) => input is string text ? CastResult.Ok(Slug.From(text)) : CastResult.Invalid();
///     protected override string ToStored(Slug value) => value.Text;
///     protected override Slug FromStored(string stored) => new(stored);
/// }
/// </code>
/// </example>
public abstract class CustomType<T, TStored> : FieldType<T>
    where T : notnull
    where TStored : notnull
{
    private readonly FieldType _stored = Neutral();

    /// <inheritdoc/>
    public sealed override StorageKind Storage => _stored.Storage;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, object value) => _stored.WriteJson(json, ToStored((T)value));

    /// <inheritdoc/>
    public override object? ReadJson(JsonElement json) => _stored.ReadJson(json) is TStored stored ? FromStored(stored) : null;

    /// <inheritdoc/>
    protected sealed override CastResult CastValue(object input) => input is T ? CastResult.Ok(input) : CastInput(input);

    /// <inheritdoc/>
    protected sealed override object? DumpValue(object value, Dialect dialect) => ToStored((T)value);

    /// <inheritdoc/>
    protected sealed override object? LoadValue(object stored, Dialect dialect) => stored is TStored value
        ? FromStored(value)
        : throw new SchemaException($"A {Name} is stored as {typeof(TStored).Name}, but a {stored.GetType().Name} came from the database.");

    /// <inheritdoc/>
    protected sealed override bool EqualValues(object left, object right) => AreEqual((T)left, (T)right);

    /// <summary>From the outside. A <typeparamref name="T"/> never comes here.</summary>
    protected abstract CastResult CastInput(object input);

    /// <summary>To what is stored.</summary>
    protected abstract TStored ToStored(T value);

    /// <summary>From what is stored.</summary>
    protected abstract T FromStored(TStored stored);

    /// <summary>Whether two values are the same, so that the one in place of the other is no change. Default: their own equality.</summary>
    protected virtual bool AreEqual(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

    private static FieldType Neutral() => default(TStored) switch
    {
        bool => Boolean,
        short => Int16,
        int => Int32,
        long => Int64,
        float => Single,
        double => Double,
        decimal => Decimal,
        System.Guid => Guid,
        DateOnly => Date,
        TimeOnly => Time,
        System.DateTime => DateTime,
        TimeSpan => Duration,
        _ when typeof(TStored) == typeof(string) => String,
        _ when typeof(TStored) == typeof(byte[]) => Binary,
        _ => throw new SchemaException($"A custom type cannot be stored as {typeof(TStored).Name}. Store it as a string, a number, a Guid, a date or time, a bool or a byte[]."),
    };
}
