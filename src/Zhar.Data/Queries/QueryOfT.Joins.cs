using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

public sealed partial class Query<T>
{
    /// <summary>Pairs each row with the rows of another query that fulfil the condition. Source: join in Ecto.Query.join/5.</summary>
    public Query<TResult> Join<TInner, TResult>(Query<TInner> inner, Expression<Func<T, TInner, bool>> on, Expression<Func<T, TInner, TResult>> select) =>
        Joined<TInner, TResult>(inner, on, select);

    /// <summary>As <see cref="Join{TInner, TResult}(Query{TInner}, Expression{Func{T, TInner, bool}}, Expression{Func{T, TInner, TResult}})"/>, and keeps rows without a partner: it is <c>null</c> then.</summary>
    public Query<TResult> LeftJoin<TInner, TResult>(Query<TInner> inner, Expression<Func<T, TInner, bool>> on, Expression<Func<T, TInner?, TResult>> select) =>
        Joined<TInner, TResult>(inner, on, select);

    /// <summary>As a join, and keeps rows of the other query without a partner: this side is <c>null</c> then.</summary>
    public Query<TResult> RightJoin<TInner, TResult>(Query<TInner> inner, Expression<Func<T, TInner, bool>> on, Expression<Func<T?, TInner, TResult>> select) =>
        Joined<TInner, TResult>(inner, on, select);

    /// <summary>As a join, and keeps the rows of both sides that have no partner.</summary>
    public Query<TResult> FullJoin<TInner, TResult>(Query<TInner> inner, Expression<Func<T, TInner, bool>> on, Expression<Func<T?, TInner?, TResult>> select) =>
        Joined<TInner, TResult>(inner, on, select);

    /// <summary>Pairs each record with the rows of an association: <c>authors.JoinAssoc(a => a.Books, (a, b) => new { a.Name, b.Title })</c>. Source: join with assoc/2.</summary>
    /// <exception cref="QueryException">The association goes through a join table or other associations. Join their tables one by one.</exception>
    public Query<TResult> JoinAssoc<TRelated, TResult>(
        Func<T, Many<TRelated>> association, Expression<Func<T, TRelated, TResult>> select, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => Join(Associations.Rows<TRelated>(typeof(T), selector), Associations.On<T, TRelated>(selector), select);

    /// <inheritdoc cref="JoinAssoc{TRelated, TResult}(Func{T, Many{TRelated}}, Expression{Func{T, TRelated, TResult}}, string)"/>
    public Query<TResult> JoinAssoc<TRelated, TResult>(
        Func<T, Assoc<TRelated>> association, Expression<Func<T, TRelated, TResult>> select, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => Join(Associations.Rows<TRelated>(typeof(T), selector), Associations.On<T, TRelated>(selector), select);

    /// <summary>As <see cref="JoinAssoc{TRelated, TResult}(Func{T, Many{TRelated}}, Expression{Func{T, TRelated, TResult}}, string)"/>, and keeps records without a partner: it is <c>null</c> then.</summary>
    public Query<TResult> LeftJoinAssoc<TRelated, TResult>(
        Func<T, Many<TRelated>> association, Expression<Func<T, TRelated?, TResult>> select, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => LeftJoin(Associations.Rows<TRelated>(typeof(T), selector), Associations.On<T, TRelated>(selector), select);

    /// <inheritdoc cref="LeftJoinAssoc{TRelated, TResult}(Func{T, Many{TRelated}}, Expression{Func{T, TRelated, TResult}}, string)"/>
    public Query<TResult> LeftJoinAssoc<TRelated, TResult>(
        Func<T, Assoc<TRelated>> association, Expression<Func<T, TRelated?, TResult>> select, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => LeftJoin(Associations.Rows<TRelated>(typeof(T), selector), Associations.On<T, TRelated>(selector), select);

    /// <summary>Pairs each row with each row of another query.</summary>
    public Query<TResult> CrossJoin<TInner, TResult>(Query<TInner> inner, Expression<Func<T, TInner, TResult>> select)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(select);
        return new(Expression.Call(Expression, JoinMethods<TInner, TResult>.Find(nameof(CrossJoin)), inner.Expression, Expression.Quote(select)));
    }

    /// <summary>A join on equal keys: C#'s <c>join … in … on … equals …</c>.</summary>
    public Query<TResult> Join<TInner, TKey, TResult>(
        Query<TInner> inner, Expression<Func<T, TKey>> outerKey, Expression<Func<TInner, TKey>> innerKey, Expression<Func<T, TInner, TResult>> select) =>
        KeyJoined<TInner, TKey, TResult>(inner, outerKey, innerKey, select);

    /// <summary>A join on equal keys whose partners stay together: C#'s <c>join … into …</c>. With <c>DefaultIfEmpty</c> it becomes a left join.</summary>
    public Query<TResult> GroupJoin<TInner, TKey, TResult>(
        Query<TInner> inner, Expression<Func<T, TKey>> outerKey, Expression<Func<TInner, TKey>> innerKey, Expression<Func<T, IEnumerable<TInner>, TResult>> select) =>
        KeyJoined<TInner, TKey, TResult>(inner, outerKey, innerKey, select);

    /// <summary>Pairs each row with the rows of a query that may depend on it: C#'s second <c>from</c>. With an order and a limit inside it is a lateral join. Source: inner_lateral_join.</summary>
    public Query<TResult> SelectMany<TInner, TResult>(Expression<Func<T, Query<TInner>>> inner, Expression<Func<T, TInner, TResult>> select) =>
        Flattened<TInner, TResult>(inner, select);

    /// <summary>Pairs each row with the partners that a <see cref="GroupJoin"/> has found.</summary>
    public Query<TResult> SelectMany<TInner, TResult>(Expression<Func<T, IEnumerable<TInner>>> inner, Expression<Func<T, TInner, TResult>> select) =>
        Flattened<TInner, TResult>(inner, select);

    /// <summary>Says that a query inside a second <c>from</c> depends on the row before it. It is seen without saying so.</summary>
    public Query<T> Lateral() => Add();

    /// <summary>Inside a second <c>from</c>: a row of <c>null</c> when there is none, so that the join is a left join.</summary>
    public Query<T?> DefaultIfEmpty() => new(Add().Expression);

    /// <summary>Puts rows with an equal key together. Its conditions are HAVING. Source: Ecto.Query.group_by/3.</summary>
    /// <example><code>
    /// posts.GroupBy(p => p.AuthorId).Where(g => g.Count() > 1).Select(g => new { g.Key, Best = g.Max(p => p.Score) })
    /// </code></example>
    public Query<IGrouping<TKey, T>> GroupBy<TKey>(Expression<Func<T, TKey>> key) => new(Call<TKey>(key));

    /// <summary>Puts what is selected of rows with an equal key together.</summary>
    public Query<IGrouping<TKey, TElement>> GroupBy<TKey, TElement>(Expression<Func<T, TKey>> key, Expression<Func<T, TElement>> element)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(element);
        return new(Expression.Call(Expression, JoinMethods<TKey, TElement>.Find(nameof(GroupBy)), Expression.Quote(key), Expression.Quote(element)));
    }

    /// <summary>The rows of both, each once. Source: Ecto.Query.union/2.</summary>
    public Query<T> Union(Query<T> other) => Combined(other);

    /// <summary>The rows of both. Source: Ecto.Query.union_all/2.</summary>
    public Query<T> UnionAll(Query<T> other) => Combined(other);

    /// <summary>The rows that both have, each once. Source: Ecto.Query.intersect/2.</summary>
    public Query<T> Intersect(Query<T> other) => Combined(other);

    /// <summary>The rows that both have, as often as both have them. Source: Ecto.Query.intersect_all/2.</summary>
    public Query<T> IntersectAll(Query<T> other) => Combined(other);

    /// <summary>The rows that the other has not, each once. Source: Ecto.Query.except/2.</summary>
    public Query<T> Except(Query<T> other) => Combined(other);

    /// <summary>The rows that are left when each row of the other takes one away. Source: Ecto.Query.except_all/2.</summary>
    public Query<T> ExceptAll(Query<T> other) => Combined(other);

    /// <summary>Inside another query: whether there is a row. Source: exists/1.</summary>
    public bool Any() => throw Inside();

    /// <summary>Inside another query: whether a row fulfils the condition.</summary>
    public bool Any(Expression<Func<T, bool>> predicate) => throw Inside();

    /// <summary>Inside another query: whether all rows fulfil the condition.</summary>
    public bool All(Expression<Func<T, bool>> predicate) => throw Inside();

    /// <summary>Inside another query: whether the value is among the rows, <c>value IN (SELECT …)</c>.</summary>
    public bool Contains(T value) => throw Inside();

    /// <summary>Inside another query: the number of rows.</summary>
    public int Count() => throw Inside();

    /// <summary>Inside another query: the number of rows that fulfil the condition.</summary>
    public int Count(Expression<Func<T, bool>> predicate) => throw Inside();

    /// <summary>Inside another query: the sum. Without rows it is null in SQL, and zero for a type without null.</summary>
    public TValue Sum<TValue>(Expression<Func<T, TValue>> value) => throw Inside();

    /// <summary>Inside another query: the least value.</summary>
    public TValue Min<TValue>(Expression<Func<T, TValue>> value) => throw Inside();

    /// <summary>Inside another query: the greatest value.</summary>
    public TValue Max<TValue>(Expression<Func<T, TValue>> value) => throw Inside();

    /// <summary>Inside another query: the value of the first row, null when there is none. A subquery in a select.</summary>
    public T? FirstOrDefault() => throw Inside();

    private Query<T> Combined(Query<T> other, [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Expression.Call(Expression, Methods.Find(method, typeof(Query<T>)), other.Expression), Preloads);
    }

    private Query<TResult> Joined<TInner, TResult>(Query<TInner> inner, LambdaExpression on, LambdaExpression select, [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(on);
        ArgumentNullException.ThrowIfNull(select);
        return new(Expression.Call(Expression, JoinMethods<TInner, TResult>.Find(method), inner.Expression, Expression.Quote(on), Expression.Quote(select)));
    }

    private Query<TResult> KeyJoined<TInner, TKey, TResult>(
        Query<TInner> inner, LambdaExpression outerKey, LambdaExpression innerKey, LambdaExpression select, [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(outerKey);
        ArgumentNullException.ThrowIfNull(innerKey);
        ArgumentNullException.ThrowIfNull(select);
        var info = KeyJoinMethods.First(m => m.Name == method).MakeGenericMethod(typeof(TInner), typeof(TKey), typeof(TResult));
        return new(Expression.Call(Expression, info, inner.Expression, Expression.Quote(outerKey), Expression.Quote(innerKey), Expression.Quote(select)));
    }

    private Query<TResult> Flattened<TInner, TResult>(LambdaExpression inner, LambdaExpression select)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(select);
        var info = FlattenMethods.First(m => m.GetParameters()[0].ParameterType.GetGenericArguments()[0].GetGenericArguments()[1].GetGenericTypeDefinition()
            == inner.ReturnType.GetGenericTypeDefinition()).MakeGenericMethod(typeof(TInner), typeof(TResult));
        return new(Expression.Call(Expression, info, Expression.Quote(inner), Expression.Quote(select)));
    }

    private static QueryException Inside([CallerMemberName] string method = "") => new($"""
        Query<{typeof(T).Name}>.{method}(…) is for use inside a lambda of another query, as a subquery. To run a query, give it to a repo:

            await repo.{(method is "Any" or "All" or "Contains" ? "Exists" : method is "Count" ? "Count" : method is "FirstOrDefault" ? "One" : "Aggregate")}(query)
        """);

    private static MethodInfo[] KeyJoinMethods => field ??=
        [.. typeof(Query<T>).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static m => m.GetGenericArguments().Length == 3)];

    private static MethodInfo[] FlattenMethods => field ??=
        [.. typeof(Query<T>).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static m => m.Name == nameof(SelectMany))];

    /// <summary>The methods of this class that take two more types, by name; all but SelectMany have one shape.</summary>
    private static class JoinMethods<TInner, TResult>
    {
        private static readonly Dictionary<string, MethodInfo> ByName = typeof(Query<T>)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static m => m.GetGenericArguments().Length == 2 && m.Name is not nameof(SelectMany))
            .GroupBy(static m => m.Name)
            .ToDictionary(static g => g.Key, static g => g.First().MakeGenericMethod(typeof(TInner), typeof(TResult)), StringComparer.Ordinal);

        public static MethodInfo Find(string name) => ByName[name];
    }
}
