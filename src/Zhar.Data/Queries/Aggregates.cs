using System.Linq.Expressions;
using System.Reflection;

namespace Zhar.Data;

/// <summary>Queries for one value of all rows of another.</summary>
internal static class Aggregates
{
    private static readonly MethodInfo CountMethod = typeof(Aggregates).GetMethod(nameof(CountOf), BindingFlags.NonPublic | BindingFlags.Static)!; // it is below
    private static readonly MethodInfo ExistsMethod = typeof(Aggregates).GetMethod(nameof(ExistsOf), BindingFlags.NonPublic | BindingFlags.Static)!; // it is below
    private static readonly MethodInfo NullableMethod = typeof(Aggregates).GetMethod(nameof(RunNullable), BindingFlags.NonPublic | BindingFlags.Static)!; // it is below

    internal static Query<long> Count<T>(Query<T> query)
    {
        var source = Plain(query.Expression);
        return (Query<long>)CountMethod.MakeGenericMethod(Hoisting.Row(source)).Invoke(null, [source])!; // it returns one
    }

    internal static Query<int> Exists<T>(Query<T> query)
    {
        var source = Plain(query.Expression);
        return (Query<int>)ExistsMethod.MakeGenericMethod(Hoisting.Row(source)).Invoke(null, [source])!; // it returns one
    }

    internal static Query<double?> Average<T, TValue>(Query<T> query, Expression<Func<T, TValue>> value)
    {
        var number = Expression.Lambda<Func<T, double?>>(Expression.Convert(value.Body, typeof(double?)), value.Parameters);
        return Grouped<T, double?>(query, "Average", number);
    }

    internal static async Task<TValue?> Run<T, TValue>(
        Repo repo, Query<T> query, Aggregate aggregate, Expression<Func<T, TValue>> value, ReadOptions? options, CancellationToken cancellationToken)
    {
        // No rows give null, so a type without null is asked for as one that has it.
        if (default(TValue) is not null)
            return (TValue?)await ((Task<object?>)NullableMethod.MakeGenericMethod(typeof(T), typeof(TValue)).Invoke(null, [repo, query, aggregate, value, options, cancellationToken])!).ConfigureAwait(false) ?? default; // it returns a task
        var rows = await Repo.Fetch(repo.Runtime, Grouped<T, TValue>(query, aggregate.ToString(), value), options, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? default : rows[0];
    }

    private static async Task<object?> RunNullable<T, TValue>(
        Repo repo, Query<T> query, Aggregate aggregate, Expression<Func<T, TValue>> value, ReadOptions? options, CancellationToken cancellationToken)
        where TValue : struct
    {
        var nullable = Expression.Lambda<Func<T, TValue?>>(Expression.Convert(value.Body, typeof(TValue?)), value.Parameters);
        var rows = await Repo.Fetch(repo.Runtime, Grouped<T, TValue?>(query, aggregate.ToString(), nullable), options, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 || rows[0] is not { } found ? default(TValue) : found;
    }

    // All rows are one group, which SQL needs no word for.
    private static Query<TValue> Grouped<T, TValue>(Query<T> query, string function, Expression<Func<T, TValue>> value)
    {
        var group = Expression.Parameter(typeof(IGrouping<int, T>), "g");
        Type[] types = function is "Min" or "Max" && !HasOverload(function, typeof(TValue)) ? [typeof(T), typeof(TValue)] : [typeof(T)];
        var call = Expression.Call(typeof(Enumerable), function, types, group, value);
        return new Query<T>(WithoutOrder(query.Expression)).GroupBy(static _ => 1).Select(Expression.Lambda<Func<IGrouping<int, T>, TValue>>(call, group));
    }

    private static bool HasOverload(string function, Type value) => typeof(Enumerable).GetMethods().Any(m => m.Name == function && m.GetParameters() is [_, { ParameterType: var selector }]
        && selector.IsGenericType && selector.GetGenericArguments() is [_, var result] && result == value);

    private static Query<long> CountOf<TSource>(Expression source) => new Query<TSource>(source).GroupBy(static _ => 1).Select(static g => g.LongCount());

    private static Query<int> ExistsOf<TSource>(Expression source) => new Query<TSource>(source).Take(1).Select(static _ => 1);

    // What is selected of a row does not change how many there are.
    private static Expression Plain(Expression query) => Hoisting.Hoist(WithoutOrder(query)).Source;

    private static Expression WithoutOrder(Expression query) => Spine.IsCut(query) ? query : Spine.Without(query, [Clause.OrderBy, Clause.Lock]);
}
