namespace Zhar.Data;

/// <summary>How the rows that a query reads are locked until the end of the transaction.</summary>
/// <remarks>On SQLite each of them does nothing: a transaction (one that is not read only) is the only writer from its beginning, so nobody else changes its rows; and another worker
/// waits for the end of that transaction instead of skipping rows. So one program runs on all databases.</remarks>
public enum RowLock
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Nobody else changes or locks them.</summary>
    ForUpdate,

    /// <summary>The same, without the rows that somebody else has locked: several workers of one job queue.</summary>
    ForUpdateSkipLocked,

    /// <summary>The same, with an error when somebody else has locked one.</summary>
    ForUpdateNoWait,

    /// <summary>Nobody else changes them.</summary>
    ForShare,
}
