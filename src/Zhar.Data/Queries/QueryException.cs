namespace Zhar.Data;

/// <summary>A query cannot be run: it says something that the database, or SQL at all, cannot do. Source: Ecto.QueryError.</summary>
public sealed class QueryException : InvalidOperationException
{
    internal QueryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
