namespace Zhar.Data;

/// <summary>The database cannot be reached, refuses the login, or has ended the connection.</summary>
/// <remarks>The message tells where, never with what password. The driver's own exception is kept only when <see cref="RepoOptions.ShowSensitiveDataOnConnectionError"/> is on.</remarks>
public sealed class DatabaseConnectionException : Exception
{
    internal DatabaseConnectionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the connection was lost while in use, so that it is unknown whether the last statement took effect.</summary>
    public bool WasLost { get; internal init; }
}
