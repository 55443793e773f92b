using Zhar.Generators.Model;

namespace Zhar.Data.Generators;

/// <summary>A record with a schema, as far as its source depends on it.</summary>
internal sealed record SchemaModel(
    string HintName,
    string Type,
    string Name,
    string? Namespace,
    EquatableArray<string> Declarations,
    bool IsRecord,
    bool IsSealed,
    string? Source,
    string? Prefix,
    string? InsertedAt,
    string? UpdatedAt,
    EquatableArray<string> AddedTimestamps,
    string Construction,
    bool HasFields,
    string? Printing,
    EquatableArray<FieldModel> Fields,
    EquatableArray<AssociationModel> Associations);

/// <summary>A field.</summary>
/// <param name="ClrType">The type of the property as source, <c>int?</c>.</param>
/// <param name="CastType">The type as in a cast, without the question mark of a reference.</param>
/// <param name="TypeOf">The type as in typeof.</param>
/// <param name="TypeCode">An expression that makes the <c>FieldType</c>.</param>
/// <param name="Reader">The method of the dialect that reads the column, or <c>null</c>: through the type.</param>
/// <param name="ReaderSuffix">What follows the call of the reader, such as a cast.</param>
/// <param name="Owner">The type that declares the property.</param>
/// <param name="Options">Initializers of the <c>Field</c>.</param>
internal sealed record FieldModel(
    string Name,
    string ClrType,
    string CastType,
    string TypeOf,
    string TypeCode,
    string? Reader,
    string ReaderSuffix,
    string Owner,
    bool IsNonNullableValue,
    bool IsInit,
    bool IsVirtual,
    string Options);

/// <summary>An association.</summary>
/// <param name="Wrapper"><c>Many&lt;Post&gt;</c> or <c>Assoc&lt;Post&gt;</c>, as source.</param>
internal sealed record AssociationModel(string Name, string Wrapper, string Kind, string Related, string Owner, bool IsInit, string Options);
