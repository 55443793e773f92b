using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>Begins conditions that are put together at run time.</summary>
public static class Dyn
{
    /// <summary>A condition that every row fulfils: the start of a chain of <see cref="Dyn{T}.And(Expression{Func{T, bool}})"/>.</summary>
    public static Dyn<T> True<T>() => Constants<T>.True;

    /// <summary>A condition that no row fulfils: the start of a chain of <see cref="Dyn{T}.Or(Expression{Func{T, bool}})"/>.</summary>
    public static Dyn<T> False<T>() => Constants<T>.False;

    /// <summary>A condition from a lambda.</summary>
    public static Dyn<T> Of<T>(Expression<Func<T, bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(predicate);
    }

    /// <summary>All of them: true when there is none.</summary>
    public static Dyn<T> All<T>(params IEnumerable<Dyn<T>> conditions) => (conditions ?? throw new ArgumentNullException(nameof(conditions))).Aggregate(True<T>(), static (all, next) => all.And(next));

    /// <summary>At least one of them: false when there is none.</summary>
    public static Dyn<T> Any<T>(params IEnumerable<Dyn<T>> conditions) => (conditions ?? throw new ArgumentNullException(nameof(conditions))).Aggregate(False<T>(), static (any, next) => any.Or(next));

    private static class Constants<T>
    {
        public static readonly Dyn<T> True = new(static _ => true);
        public static readonly Dyn<T> False = new(static _ => false);
    }
}

/// <summary>A condition on rows that is put together at run time, for <see cref="Query{T}.Where(Dyn{T})"/>. Immutable. Source: Ecto.Query.dynamic/2.</summary>
/// <example><code>
/// var dyn = Dyn.True&lt;User&gt;();
/// if (filter.Name is { } name) dyn = dyn.And(u =&gt; u.Name == name);
/// if (filter.Roles is { } roles) dyn = dyn.And(u =&gt; roles.Contains(u.Role));
/// var found = await repo.All(Query.From&lt;User&gt;().Where(dyn));
/// </code></example>
public sealed class Dyn<T>
{
    internal Dyn(Expression<Func<T, bool>> lambda) => Lambda = lambda;

    internal Expression<Func<T, bool>> Lambda { get; }

    private bool IsTrue => Lambda.Body is ConstantExpression { Value: true };

    private bool IsFalse => Lambda.Body is ConstantExpression { Value: false };

    /// <summary>Both.</summary>
    public Dyn<T> And(Dyn<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsTrue || other.IsFalse ? other : other.IsTrue || IsFalse ? this : new(Predicates.And(Lambda, other.Lambda));
    }

    /// <summary>Both.</summary>
    public Dyn<T> And(Expression<Func<T, bool>> predicate) => And(Dyn.Of(predicate));

    /// <summary>One of them or both.</summary>
    public Dyn<T> Or(Dyn<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsFalse || other.IsTrue ? other : other.IsFalse || IsTrue ? this : new(Predicates.Or(Lambda, other.Lambda));
    }

    /// <summary>One of them or both.</summary>
    public Dyn<T> Or(Expression<Func<T, bool>> predicate) => Or(Dyn.Of(predicate));

    /// <summary>The opposite.</summary>
    public Dyn<T> Not() => IsTrue ? Dyn.False<T>() : IsFalse ? Dyn.True<T>() : new(Predicates.Not(Lambda));

    /// <summary>The condition as it was recorded.</summary>
    public override string ToString() => Lambda.ToString();
}
