using System.Data;

namespace Zhar.Data;

/// <summary>How a transaction runs. The default is the database's.</summary>
public sealed record TransactionOptions
{
    /// <summary>How far it is kept from others. <c>null</c>: the database's default. Only of an outermost transaction.</summary>
    public IsolationLevel? Isolation { get; init; }

    /// <summary>The transaction only reads. On SQLite it then leaves the file's one writer alone.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Inside of another transaction: a savepoint, so that a rollback undoes this part alone and the outer transaction goes on.</summary>
    public bool Savepoint { get; init; }

    internal static TransactionOptions Default { get; } = new();
}
