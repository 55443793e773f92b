namespace Zhar.Data;

/// <summary>A statement whose text does not change: built once, prepared once on each connection.</summary>
/// <param name="text">The SQL, with the dialect's placeholders.</param>
/// <param name="kind">What it does.</param>
/// <param name="source">The table that it is about, for telemetry.</param>
/// <param name="types">The types of its parameters; <c>null</c> when they follow from the values.</param>
internal sealed class SqlStatement(string text, StatementKind kind, string? source = null, FieldType?[]? types = null)
{
    internal string Text => text;

    internal StatementKind Kind => kind;

    internal string? Source => source;

    internal FieldType?[]? Types => types;

    /// <summary>Which parameters belong to redacted fields, so that no log shows them.</summary>
    internal bool[]? Redacted { get; init; }

    /// <summary>Which parameters are lists of values of their type; <c>null</c>: none.</summary>
    internal bool[]? Arrays { get; init; }

    /// <summary>Whether connections keep it prepared. Not worth it for texts that hardly repeat.</summary>
    internal bool IsKept { get; init; } = true;

    internal bool IsWrite => kind is not StatementKind.Select;

    internal bool IsArray(int position) => Arrays is not null && position < Arrays.Length && Arrays[position];

    internal FieldType? TypeOf(int position) => types is not null && position < types.Length ? types[position] : null;
}

/// <summary>What a statement does.</summary>
public enum StatementKind
{
    /// <summary>Reads rows.</summary>
    Select,

    /// <summary>Inserts rows.</summary>
    Insert,

    /// <summary>Updates rows.</summary>
    Update,

    /// <summary>Deletes rows.</summary>
    Delete,

    /// <summary>Begins, ends or marks a transaction.</summary>
    Transaction,

    /// <summary>Anything else: handwritten SQL.</summary>
    Raw,
}
