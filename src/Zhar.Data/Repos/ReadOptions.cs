namespace Zhar.Data;

/// <summary>What one read of a repo does differently.</summary>
public record ReadOptions : OperationOptions
{
    /// <summary>How the rows are locked until the end of the transaction. Default: not at all.</summary>
    public RowLock Lock { get; init; }
}
