namespace Zhar.Data;

/// <summary>The row that was to be changed or deleted is gone, or has another version than was read. Nothing was written.</summary>
/// <remarks>Source: Ecto.StaleEntryError.</remarks>
public sealed class StaleEntryException : Exception, IHttpStatus
{
    internal StaleEntryException(string schema, string action, object record)
        : base($"""
            Cannot {action} this {schema}: its row is gone, or somebody else has changed it since it was read.
            Read it again; or take it as success with AllowStale = true; or as an error of a field with StaleErrorField = "…".
              {record}
            """)
    {
        Record = record;
    }

    /// <inheritdoc/>
    public int StatusCode => 409;

    /// <summary>The record as it was read.</summary>
    public object Record { get; }
}
