namespace Zhar.Data;

/// <summary>The database has refused a statement.</summary>
/// <remarks>The message is the database's, with the statement and without its parameters unless <see cref="RepoOptions.ShowSensitiveDataOnConnectionError"/> is on.</remarks>
public sealed class DatabaseException : Exception, IHttpStatus
{
    internal DatabaseException(string message, string? sql, string? code, Exception? inner = null)
        : base(message, inner)
    {
        Sql = sql;
        Code = code;
    }

    /// <summary>The statement.</summary>
    public string? Sql { get; }

    /// <summary>The database's code for the error: SQLSTATE, or SQLite's extended code.</summary>
    public string? Code { get; }

    /// <summary>Whether a value holds a text that the database cannot keep, such as one with the character U+0000.</summary>
    public bool IsTextRefused { get; internal init; }

    /// <summary>The status that answers a request: 400 for a text that the database cannot keep, which only the client can have sent, else 500.</summary>
    public int StatusCode => IsTextRefused ? 400 : 500;

    /// <summary>The constraint that was violated, if that was it.</summary>
    public ConstraintViolation? Violation { get; internal init; }
}
