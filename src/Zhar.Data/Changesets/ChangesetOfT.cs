namespace Zhar.Data;

/// <summary>What somebody wants to change in a record, and what is wrong with it. Immutable. Source: Ecto.Changeset.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed partial class Changeset<T> : Changeset
{
    internal Changeset(SchemaInfo<T> schema, T data)
    {
        Schema = schema;
        Data = data;
    }

    /// <inheritdoc/>
    public override SchemaInfo<T> Schema { get; }

    /// <summary>The record before the changes.</summary>
    public T Data { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Change> Changes { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<ChangesetError> Errors { get; } = [];

    /// <inheritdoc/>
    public override bool IsValid => Errors.Count == 0;

    /// <inheritdoc/>
    public override ChangesetAction Action { get; }

    private protected override object DataObject => Data!; // a record is never null
}
