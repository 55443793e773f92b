namespace Zhar.Data;

/// <summary>There is no such row. A web application answers it with the status 404.</summary>
/// <remarks>Source: Ecto.NoResultsError.</remarks>
public sealed class NotFoundException : Exception, IHttpStatus
{
    internal NotFoundException(string what, string? query)
        : base($"Expected one {what}, but found none.{(query is null ? "" : $"\n  {query}")}") => Query = query;

    /// <inheritdoc/>
    public int StatusCode => 404;

    /// <summary>What was asked: SQL, or the query's text.</summary>
    public string? Query { get; }
}

/// <summary>One row was asked for, and there are several.</summary>
/// <remarks>Source: Ecto.MultipleResultsError.</remarks>
public sealed class MultipleResultsException : Exception
{
    internal MultipleResultsException(string what, int count, string? query, bool orMore = false)
        : base($"Expected one {what} at most, but found {count}{(orMore ? " or more" : "")}. Narrow the query, or ask for all.{(query is null ? "" : $"\n  {query}")}")
    {
        Count = count;
        Query = query;
    }

    /// <summary>How many were found.</summary>
    public int Count { get; }

    /// <summary>What was asked: SQL, or the query's text.</summary>
    public string? Query { get; }
}
