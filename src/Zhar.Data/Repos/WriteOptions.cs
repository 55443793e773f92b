namespace Zhar.Data;

/// <summary>What one write of a repo does differently.</summary>
public record WriteOptions : OperationOptions
{
    /// <summary>Reads all columns of the row back, not only those that the database makes.</summary>
    public bool Returning { get; init; }

    /// <summary>When the row is gone, the changeset gets an error on this field instead of an exception.</summary>
    public string? StaleErrorField { get; init; }

    /// <summary>The message of that error. Default "is stale".</summary>
    public string StaleErrorMessage { get; init; } = "is stale";

    /// <summary>It is no error when the row is gone.</summary>
    public bool AllowStale { get; init; }

    /// <summary>Writes an update even when nothing has changed, so that the time of the last change is set.</summary>
    public bool Force { get; init; }
}

/// <summary>What one insert does differently.</summary>
public record InsertOptions : WriteOptions
{
    /// <summary>What happens when the row is there already. Default: an error.</summary>
    public OnConflict OnConflict { get; init; } = OnConflict.Raise;

    /// <summary>Which unique index or constraint that is about. Default: any.</summary>
    public ConflictTarget? ConflictTarget { get; init; }
}
