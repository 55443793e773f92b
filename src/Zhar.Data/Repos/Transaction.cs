using System.Diagnostics.CodeAnalysis;

namespace Zhar.Data;

/// <summary>The transaction that a function runs in: see <c>repo.Transact</c>.</summary>
public sealed class Transaction
{
    internal Transaction(RepoSession session, bool isNested) => (Session, IsNested) = (session, isNested);

    /// <summary>Whether another transaction of the repo surrounds it.</summary>
    public bool IsNested { get; }

    internal RepoSession Session { get; }

    /// <summary>Gives up: undoes everything, and the call of <c>Transact</c> returns an <see cref="Error{T}"/> with this reason. Does not return.</summary>
    /// <param name="reason">Any value; it is found in <c>Error.Reason.Value</c>.</param>
    [DoesNotReturn]
    public void Rollback(object? reason) => throw new RollbackException(this, reason);

    /// <summary>The same, where a value of some type is expected.</summary>
    [DoesNotReturn]
    public T Rollback<T>(object? reason) => throw new RollbackException(this, reason);

    /// <summary>What a rolled back transaction returns.</summary>
    internal static Error<T> RolledBack<T>(object? reason) => new(ExitReason.Of("rollback", reason));
}

/// <summary>On its way from <see cref="Transaction.Rollback"/> to the transaction. Not an error: do not catch it.</summary>
internal sealed class RollbackException(Transaction transaction, object? reason) : Exception($"The transaction is rolled back: {reason}. This exception belongs to Transact; a catch-all has caught it.")
{
    internal Transaction Transaction => transaction;

    internal object? Reason => reason;
}
