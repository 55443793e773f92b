namespace Zhar.Data;

/// <summary>Where a record comes from. It goes with every copy of the record, and is no part of its equality. Source: Ecto.Schema.Metadata.</summary>
/// <param name="State">Whether the record is stored.</param>
/// <param name="Source">The table, where it is not the schema's.</param>
/// <param name="Prefix">The database schema, where it is not the schema's.</param>
public sealed record Meta(RecordState State, string? Source = null, string? Prefix = null)
{
    /// <summary>What the insert with <c>OnConflict</c> did that stored the record; <c>null</c> after any other operation.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Of a record that was made and never stored.</summary>
    public static Meta Built { get; } = new(RecordState.Built);

    /// <summary>Of a record that came from the database.</summary>
    public static Meta Loaded { get; } = new(RecordState.Loaded);

    /// <summary>Of a record that was deleted.</summary>
    public static Meta Deleted { get; } = new(RecordState.Deleted);
}

/// <summary>Whether a record is stored.</summary>
public enum RecordState
{
    /// <summary>Made, never stored.</summary>
    Built,

    /// <summary>It came from the database.</summary>
    Loaded,

    /// <summary>It was deleted.</summary>
    Deleted,
}
