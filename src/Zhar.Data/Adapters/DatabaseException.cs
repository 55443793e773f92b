namespace Zhar.Data;

/// <summary>The database has refused a statement.</summary>
/// <remarks>The message is the database's, with the statement and without its parameters unless <see cref="RepoOptions.ShowSensitiveDataOnConnectionError"/> is on.</remarks>
public sealed class DatabaseException : Exception
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

    /// <summary>The constraint that was violated, if that was it.</summary>
    public ConstraintViolation? Violation { get; internal init; }
}
