namespace Zhar.Data;

/// <summary>A part of a query, for <see cref="Query{T}.Exclude"/>. Source: Ecto.Query.exclude/2.</summary>
public enum Clause
{
    /// <summary>The conditions.</summary>
    Where,

    /// <summary>The order.</summary>
    OrderBy,

    /// <summary>The greatest number of rows.</summary>
    Limit,

    /// <summary>The number of rows that are left out.</summary>
    Offset,

    /// <summary>That equal rows count once.</summary>
    Distinct,

    /// <summary>Unions, intersections and differences.</summary>
    Combinations,

    /// <summary>The lock on the rows.</summary>
    Lock,

    /// <summary>The prefix.</summary>
    Prefix,

    /// <summary>The preloads.</summary>
    Preload,

    /// <summary>The fields that <see cref="Query{T}.SelectMerge"/> adds.</summary>
    SelectMerge,
}
