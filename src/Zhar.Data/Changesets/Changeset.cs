namespace Zhar.Data;

/// <summary>What somebody wants to change in a record, and what is wrong with it. See <see cref="Changeset{T}"/>.</summary>
public abstract class Changeset
{
    private protected Changeset()
    {
    }

    /// <summary>The schema of the data.</summary>
    public abstract SchemaInfo Schema { get; }

    /// <summary>The record before the changes.</summary>
    public object DataRecord => DataObject;

    /// <summary>The pending changes in the order they came.</summary>
    public abstract IReadOnlyList<Change> Changes { get; }

    /// <summary>What is wrong, oldest first; without what is wrong with embeds and associations.</summary>
    public abstract IReadOnlyList<ChangesetError> Errors { get; }

    /// <summary>Whether neither this nor a child has an error.</summary>
    public abstract bool IsValid { get; }

    /// <summary>What it was, or is to be, used for.</summary>
    public abstract ChangesetAction Action { get; }

    private protected abstract object DataObject { get; }
}
