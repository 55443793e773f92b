using System.Linq.Expressions;
using System.Reflection;

namespace Zhar.Data;

/// <summary>What an update of many rows changes: the argument of <c>repo.UpdateAll(query, set => set.Inc(u => u.Version, 1))</c>. Immutable. Source: Ecto.Query.update/3.</summary>
public sealed class Updates<T>
{
    internal static readonly Updates<T> None = new([]);

    private Updates(IReadOnlyList<Change> changes) => Changes = changes;

    internal IReadOnlyList<Change> Changes { get; }

    /// <summary>Sets a field to a value.</summary>
    public Updates<T> Set<TValue>(Expression<Func<T, TValue>> field, TValue value) => Add(nameof(Set), typeof(TValue), field, Captured<TValue>.Lambda<T>(value));

    /// <summary>Sets a field to what the database computes from the row.</summary>
    public Updates<T> Set<TValue>(Expression<Func<T, TValue>> field, Expression<Func<T, TValue>> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(nameof(Set), typeof(TValue), field, value);
    }

    /// <summary>Adds to a number; a negative amount takes away.</summary>
    public Updates<T> Inc<TValue>(Expression<Func<T, TValue>> field, TValue amount)
    {
        ArgumentNullException.ThrowIfNull(field);
        var added = Expression.Add(field.Body, Captured<TValue>.Of(amount));
        return Add(nameof(Set), typeof(TValue), field, Expression.Lambda<Func<T, TValue>>(added, field.Parameters));
    }

    /// <summary>Appends to a list.</summary>
    public Updates<T> Push<TItem>(Expression<Func<T, IEnumerable<TItem>?>> field, TItem item) => Add(nameof(Push), typeof(TItem), field, Captured<TItem>.Lambda<T>(item));

    /// <summary>Takes each equal item out of a list.</summary>
    public Updates<T> Pull<TItem>(Expression<Func<T, IEnumerable<TItem>?>> field, TItem item) => Add(nameof(Pull), typeof(TItem), field, Captured<TItem>.Lambda<T>(item));

    private Updates<T> Add(string kind, Type value, LambdaExpression field, LambdaExpression change)
    {
        ArgumentNullException.ThrowIfNull(field);
        var body = field.Body;
        while (body is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            body = convert.Operand;
        if (body is not MemberExpression { Member: PropertyInfo, Expression: ParameterExpression })
            throw new QueryException($"An update names the field to change by itself, such as x => x.Name, but got '{field.Body}'.");
        return new([.. Changes, new(kind, value, Expression.Lambda(body, field.Parameters), change)]);
    }

    internal sealed record Change(string Kind, Type Value, LambdaExpression Field, LambdaExpression To);
}

/// <summary>A value that code, not a lambda, puts into a query: the binding sees it as a captured variable.</summary>
internal sealed class Captured<TValue>(TValue value)
{
    public TValue Value => value;

    internal static MemberExpression Of(TValue value) => Expression.Property(Expression.Constant(new Captured<TValue>(value)), nameof(Value));

    internal static Expression<Func<T, TValue>> Lambda<T>(TValue value) => Expression.Lambda<Func<T, TValue>>(Of(value), Expression.Parameter(typeof(T), "x"));
}
