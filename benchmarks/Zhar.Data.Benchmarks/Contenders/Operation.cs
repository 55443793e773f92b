namespace Zhar.Data.Benchmarks;

/// <summary>What each contender does, the same on each database.</summary>
internal enum Operation
{
    /// <summary>A writer by its key.</summary>
    Get,

    /// <summary>One entry, whose key comes back.</summary>
    Insert,

    /// <summary>One column of a writer that was read before.</summary>
    Update,

    /// <summary>A writer by a composed condition.</summary>
    Query,

    /// <summary>A hundred works of a writer.</summary>
    List,

    /// <summary>A thousand entries.</summary>
    InsertAll,

    /// <summary>Twenty writers with five works each.</summary>
    Preload,
}
