namespace Zhar.Data;

/// <summary>What an insert with <c>OnConflict</c> did.</summary>
public enum Outcome
{
    /// <summary>There was no such row; it is stored now.</summary>
    Inserted,

    /// <summary>There was one, and it was changed.</summary>
    Updated,

    /// <summary>There was one, and it was left as it is.</summary>
    Ignored,
}
