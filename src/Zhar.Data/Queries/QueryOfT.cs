using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>A query: an immutable value that says which rows are wanted, and knows no database. A repo runs it. Source: Ecto.Query.</summary>
/// <remarks>
/// <para>The methods read like LINQ, and C#'s query syntax works. Each returns a new query; the clauses apply in the order that they are written,
/// so a condition after <see cref="Take"/> sees only the rows that were taken.</para>
/// <para>Variables that a lambda uses are sent as parameters, with their values at the time of the run. <c>null</c> compares as in C#: <c>x.Note == null</c> finds the rows without a note.</para>
/// <example><code>
/// var adults = Query.From&lt;User&gt;().Where(u =&gt; u.Age &gt;= 18).OrderBy(u =&gt; u.Name);
/// List&lt;User&gt; users = await repo.All(adults.Take(20));
/// </code></example>
/// </remarks>
/// <typeparam name="T">What a row becomes.</typeparam>
public sealed partial class Query<T> : IQuery
{
    internal Query(Expression expression)
        : this(expression, PreloadList.Empty)
    {
    }

    internal Query(Expression expression, PreloadList preloads)
    {
        Expression = expression;
        Preloads = preloads;
    }

    /// <summary>What was recorded: calls of the methods of this class, down to a <see cref="SourceExpression"/>.</summary>
    internal Expression Expression { get; }

    Expression IQuery.Expression => Expression;

    PreloadList IQuery.Preloads => Preloads;

    async Task<object?> IQuery.Only(Repo repo, CancellationToken cancellationToken) => (await repo.All(this, cancellationToken: cancellationToken).ConfigureAwait(false)) switch
    {
        [] => null,
        [var row] => row,
        var rows => throw new MultipleResultsException(typeof(T).Name, rows.Count, ToString()),
    };

    /// <summary>The associations to load with the rows.</summary>
    internal PreloadList Preloads { get; }

    /// <summary>Keeps the rows that fulfil the condition. A second call means "and". Source: Ecto.Query.where/3.</summary>
    public Query<T> Where(Expression<Func<T, bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(Expression.Call(Instance, Methods.Where, Expression.Quote(predicate)), Preloads);
    }

    /// <summary>Keeps the rows that fulfil a condition put together at run time. Source: Ecto.Query.dynamic/2.</summary>
    public Query<T> Where(Dyn<T> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Where(predicate.Lambda);
    }

    /// <summary>Keeps the rows whose field, named at run time, has the value; <c>null</c> finds those that have none. Source: field/2.</summary>
    /// <exception cref="SchemaException">There is no such field, or the value does not fit its type.</exception>
    public Query<T> Where(string field, object? value)
    {
        var known = SchemaInfo.Of(typeof(T)).Get(field);
        var row = Expression.Parameter(typeof(T), "x");
        return Where(Expression.Lambda<Func<T, bool>>(Fields.Equal(row, known, value), row));
    }

    /// <summary>The record that the query's first table holds, whatever its rows have become since: for <c>PrepareQuery</c>, which sees queries of all kinds.</summary>
    public Type? SourceType => Spine.Root(Expression)?.Element;

    /// <summary>Adds a condition on the query's first table, before everything else that the query does: for <c>PrepareQuery</c>, which adds a tenant or leaves out what is deleted.</summary>
    /// <exception cref="QueryException">The first table holds other records; see <see cref="SourceType"/>.</exception>
    public Query<T> WhereSource<TSource>(Expression<Func<TSource, bool>> predicate)
        where TSource : class
    {
        ArgumentNullException.ThrowIfNull(predicate);
        if (Spine.Root(Expression) is not { } root || root.Element != typeof(TSource))
            throw new QueryException($"The query begins with {SourceType?.Name ?? "another query"}, not with {typeof(TSource).Name}, so it has no such condition. Look at SourceType first.");
        return new(Spine.ReplaceRoot(Expression, new Query<TSource>(root).Where(predicate).Expression), Preloads);
    }

    /// <summary>Keeps as well the rows that fulfil this condition, whatever the conditions so far say. Source: Ecto.Query.or_where/3.</summary>
    /// <remarks>"All conditions since the last change of the row's shape, or this one." Without earlier conditions it is <see cref="Where(Expression{Func{T, bool}})"/>.</remarks>
    public Query<T> OrWhere(Expression<Func<T, bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var (rest, earlier) = Spine.TakeConditions(Expression);
        if (earlier.Count == 0)
            return Where(predicate);
        var all = earlier.Cast<Expression<Func<T, bool>>>().Aggregate(Predicates.And);
        return new Query<T>(rest, Preloads).Where(Predicates.Or(all, predicate));
    }

    /// <inheritdoc cref="OrWhere(Expression{Func{T, bool}})"/>
    public Query<T> OrWhere(Dyn<T> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return OrWhere(predicate.Lambda);
    }

    /// <summary>Makes something else of each row: a value, a record, an anonymous object. Source: Ecto.Query.select/3.</summary>
    /// <remarks>What SQL can compute, the database computes; calls of the application's own methods around it run on each row that comes back.</remarks>
    public Query<TResult> Select<TResult>(Expression<Func<T, TResult>> selector) => new(Call<TResult>(selector));

    /// <summary>Fills more fields of the record that is selected, virtual ones for example. Source: Ecto.Query.select_merge/3.</summary>
    /// <param name="fields">An object initialiser, <c>u => new User { FullName = u.First + " " + u.Last }</c>: the fields that it names change, the others stay.</param>
    public Query<T> SelectMerge(Expression<Func<T, T>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields.Body is MemberInitExpression ? Add(fields) : throw new QueryException($"""
            SelectMerge takes an object initialiser that names the fields to fill, but got '{fields.Body}'. Write

                query.SelectMerge(x => new {typeof(T).Name} {"{"} Field = … {"}"})
            """);
    }

    /// <summary>Sorts the rows. It replaces an earlier order. Source: Ecto.Query.order_by/3.</summary>
    public Query<T> OrderBy<TKey>(Expression<Func<T, TKey>> key) => Keyed<TKey>(key);

    /// <summary>Sorts the rows, greatest first. It replaces an earlier order.</summary>
    public Query<T> OrderByDescending<TKey>(Expression<Func<T, TKey>> key) => Keyed<TKey>(key);

    /// <summary>Sorts rows that are equal so far. Without an order so far it is <see cref="OrderBy{TKey}(Expression{Func{T, TKey}})"/>.</summary>
    public Query<T> ThenBy<TKey>(Expression<Func<T, TKey>> key) => Keyed<TKey>(key);

    /// <summary>Sorts rows that are equal so far, greatest first.</summary>
    public Query<T> ThenByDescending<TKey>(Expression<Func<T, TKey>> key) => Keyed<TKey>(key);

    /// <summary>Sorts the rows and says where those without a value go, whatever the database's habit. It replaces an earlier order. Source: asc_nulls_last.</summary>
    public Query<T> OrderBy<TKey>(Expression<Func<T, TKey>> key, Nulls nulls) => nulls is Nulls.Default ? OrderBy(key) : OrderByNull(key, nulls).ThenBy(key);

    /// <summary>Sorts the rows, greatest first, and says where those without a value go. It replaces an earlier order. Source: desc_nulls_last.</summary>
    public Query<T> OrderByDescending<TKey>(Expression<Func<T, TKey>> key, Nulls nulls) =>
        nulls is Nulls.Default ? OrderByDescending(key) : OrderByNull(key, nulls).ThenByDescending(key);

    /// <summary>At most so many rows. Source: Ecto.Query.limit/3.</summary>
    public Query<T> Take(int count) => Add(NotNegative(count, nameof(count)));

    /// <summary>Leaves out so many rows. Source: Ecto.Query.offset/3.</summary>
    public Query<T> Skip(int count) => Add(NotNegative(count, nameof(count)));

    /// <summary>At most so many rows: <see cref="Take"/> by Ecto's name.</summary>
    public Query<T> Limit(int count) => Take(count);

    /// <summary>Leaves out so many rows: <see cref="Skip"/> by Ecto's name.</summary>
    public Query<T> Offset(int count) => Skip(count);

    /// <summary>Equal rows count once. Source: Ecto.Query.distinct/3.</summary>
    public Query<T> Distinct() => Add();

    /// <summary>One row for each key: the first by the order so far. Source: distinct with an expression.</summary>
    public Query<T> DistinctBy<TKey>(Expression<Func<T, TKey>> key) => Keyed<TKey>(key);

    /// <summary>Looks for the tables that have no prefix of their own in another schema of the database. Source: Ecto.Query.put_query_prefix/2.</summary>
    public Query<T> Prefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return Add(Expression.Constant(prefix));
    }

    /// <summary>Locks the rows that are read until the end of the transaction. Source: Ecto.Query.lock/3.</summary>
    public Query<T> Lock(RowLock rowLock) => Add(Expression.Constant(rowLock));

    /// <summary>Wraps the query so far into a subquery. It is seldom needed: what must be wrapped is. Source: Ecto.Query.subquery/2.</summary>
    public Query<T> AsSubquery() => Add();

    /// <summary>Makes the query so far a common table expression, <c>WITH name AS (…)</c>: several uses of it in one query are computed once. Source: Ecto.Query.with_cte/3.</summary>
    /// <param name="name">Its name in the SQL.</param>
    public Query<T> AsCte(string? name = null) => Add(Expression.Constant(name, typeof(string)));

    /// <summary>As <see cref="AsCte(string?)"/>, and says whether its rows are computed before the query (<c>true</c>) or as a part of it. PostgreSQL and SQLite; MariaDB decides by itself. Source: the option <c>:materialized</c>.</summary>
    /// <param name="name">Its name in the SQL.</param>
    /// <param name="materialized">Whether its rows are computed for themselves.</param>
    public Query<T> AsCte(string? name, bool materialized) => new(Expression.Call(Instance, Methods.Find(nameof(AsCte), 2), Expression.Constant(name, typeof(string)), Expression.Constant(materialized)), Preloads);

    /// <summary>The first rows by the order so far; without one, by the primary key. Source: Ecto.Query.first/2.</summary>
    public Query<T> First(int count = 1) => Ordered().Take(count);

    /// <summary>The last rows by the order so far, last one first; without one, by the primary key. Source: Ecto.Query.last/2.</summary>
    public Query<T> Last(int count = 1) => Ordered().ReverseOrder().Take(count);

    /// <summary>Turns each direction of the order round; without one, sorts by the primary key, greatest first. Source: Ecto.Query.reverse_order/1.</summary>
    public Query<T> ReverseOrder() => new(Spine.Reverse(Ordered().Expression), Preloads);

    /// <summary>The query without some of its clauses. Source: Ecto.Query.exclude/2.</summary>
    /// <remarks>Clauses since the last change of the row's shape (a select, a join, a group) go; those inside subqueries stay.</remarks>
    public Query<T> Exclude(params ReadOnlySpan<Clause> clauses)
    {
        var preloads = clauses.Contains(Clause.Preload) ? PreloadList.Empty : Preloads;
        return new(Spine.Without(Expression, clauses), preloads);
    }

    /// <summary>The query as it was recorded, with the names of variables and without their values.</summary>
    public override string ToString() => Spine.Describe(Expression);

    /// <summary>Loads an association with the rows, in one query for all of them. Source: Ecto.Query.preload/3.</summary>
    /// <param name="association">The property, <c>u => u.Posts</c>.</param>
    /// <param name="selector">Its text, which the compiler fills in.</param>
    public Query<T> Preload<TRelated>(Func<T, Many<TRelated>> association, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => WithPreload(Data.Preload.Named(selector));

    /// <inheritdoc cref="Preload{TRelated}(Func{T, Many{TRelated}}, string)"/>
    public Query<T> Preload<TRelated>(Func<T, Assoc<TRelated>> association, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => WithPreload(Data.Preload.Named(selector));

    /// <summary>Loads the rows of an association that a query keeps, in its order; its own preloads are nested.</summary>
    /// <example><code>users.Preload(u => u.Posts, posts => posts.Where(p => p.IsPublished).Preload(p => p.Comments))</code></example>
    public Query<T> Preload<TRelated>(
        Func<T, Many<TRelated>> association, Func<Query<TRelated>, Query<TRelated>> query, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => WithPreload(new QueryPreload<TRelated>(Data.Preload.Named(selector).Path, query));

    /// <inheritdoc cref="Preload{TRelated}(Func{T, Many{TRelated}}, Func{Query{TRelated}, Query{TRelated}}, string)"/>
    public Query<T> Preload<TRelated>(
        Func<T, Assoc<TRelated>> association, Func<Query<TRelated>, Query<TRelated>> query, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => WithPreload(new QueryPreload<TRelated>(Data.Preload.Named(selector).Path, query));

    /// <summary>Loads the rows of an association with a function, which gets the keys of the owners: from a cache, or from another service.</summary>
    public Query<T> Preload<TRelated>(
        Func<T, Many<TRelated>> association, Func<IReadOnlyList<object>, CancellationToken, Task<IReadOnlyList<TRelated>>> load, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TRelated : class => WithPreload(new FunctionPreload<TRelated>(Data.Preload.Named(selector).Path, load));

    /// <summary>Loads associations by their names; with a dot between them, those of the rows that they give: <c>"Posts.Comments"</c>.</summary>
    public Query<T> Preload(params ReadOnlySpan<string> associations)
    {
        var query = this;
        foreach (var association in associations)
            query = query.WithPreload(Data.Preload.Named(association));
        return query;
    }

    /// <summary>Fills an association with the rows that the query has joined itself, so that no second query is needed and its conditions hold for them, too. Each owner comes once.</summary>
    /// <param name="owner">Which part of a row is the record that has the association.</param>
    /// <param name="association">The association, <c>p => p.Comments</c>.</param>
    /// <param name="row">Which part of a row is the related record; <c>null</c> in a left join that has found none.</param>
    /// <param name="selector">The association's text, which the compiler fills in.</param>
    /// <example><code>
    /// var posts = await repo.All(Query.From&lt;Post&gt;()
    ///     .JoinAssoc(p =&gt; p.Comments, (p, c) =&gt; new { Post = p, Comment = c })
    ///     .Where(x =&gt; x.Comment.IsApproved)
    ///     .PreloadJoined(x =&gt; x.Post, p =&gt; p.Comments, x =&gt; x.Comment));
    /// </code></example>
    public JoinedQuery<TOwner> PreloadJoined<TOwner, TRelated>(
        Expression<Func<T, TOwner>> owner, Func<TOwner, Many<TRelated>> association, Expression<Func<T, TRelated?>> row, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TOwner : class
        where TRelated : class => JoinedQuery<TOwner, TRelated>.Of(this, owner, row, selector);

    /// <inheritdoc cref="PreloadJoined{TOwner, TRelated}(Expression{Func{T, TOwner}}, Func{TOwner, Many{TRelated}}, Expression{Func{T, TRelated}}, string)"/>
    public JoinedQuery<TOwner> PreloadJoined<TOwner, TRelated>(
        Expression<Func<T, TOwner>> owner, Func<TOwner, Assoc<TRelated>> association, Expression<Func<T, TRelated?>> row, [CallerArgumentExpression(nameof(association))] string selector = "")
        where TOwner : class
        where TRelated : class => JoinedQuery<TOwner, TRelated>.Of(this, owner, row, selector);

    internal Query<T> WithPreload(Preload preload) => new(Expression, Preloads.Add(preload));

    private Query<T> Ordered() => Spine.HasOrder(Expression) ? this : new(Spine.OrderByPrimaryKey(Expression, typeof(T)), Preloads);

    private Query<T> OrderByNull<TKey>(Expression<Func<T, TKey>> key, Nulls nulls)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (default(TKey) is not null)
            return nulls is Nulls.Default ? this : OrderBy(Expression.Lambda<Func<T, int>>(Expression.Constant(0), key.Parameters));
        var test = Expression.Condition(Expression.Equal(key.Body, Expression.Constant(null, typeof(TKey))),
            Expression.Constant(nulls is Nulls.Last ? 1 : 0), Expression.Constant(nulls is Nulls.Last ? 0 : 1));
        return OrderBy(Expression.Lambda<Func<T, int>>(test, key.Parameters));
    }

    private static ConstantExpression NotNegative(int count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count, name);
        return Expression.Constant(count);
    }

    // The caller's name is the recorded method; the preloads stay, as the rows stay what they are.
    private Query<T> Add(Expression? argument = null, [CallerMemberName] string method = "")
    {
        if (argument is LambdaExpression)
            argument = Expression.Quote(argument);
        var info = Methods.Find(method, argument?.Type);
        return new(argument is null ? Expression.Call(Instance, info) : Expression.Call(Instance, info, argument), Preloads);
    }

    private Query<T> Keyed<TKey>(LambdaExpression key, [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(Expression.Call(Instance, Methods<TKey>.Find(method), Expression.Quote(key)), Preloads);
    }

    private MethodCallExpression Call<TResult>(LambdaExpression argument, [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(argument);
        return Expression.Call(Instance, Methods<TResult>.Find(method), Expression.Quote(argument));
    }

    // The receiver of the recorded call. A query's own expression stands for the query.
    private Expression Instance => Expression;

    /// <summary>The methods of this class that take no type of their own, by name.</summary>
    private static class Methods
    {
        private static readonly Dictionary<string, MethodInfo[]> ByName = typeof(Query<T>)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static m => !m.IsGenericMethodDefinition)
            .GroupBy(static m => m.Name)
            .ToDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.Ordinal);

        /// <summary>The one that is called most, found once.</summary>
        public static MethodInfo Where { get; } = Find(nameof(Where), typeof(Expression<Func<T, bool>>));

        public static MethodInfo Find(string name, int arguments) => ByName[name].Single(m => m.GetParameters().Length == arguments);

        public static MethodInfo Find(string name, Type? argument)
        {
            var overloads = ByName[name];
            if (overloads.Length == 1)
                return overloads[0];
            foreach (var method in overloads)
            {
                if (method.GetParameters() is var parameters && parameters.Length == (argument is null ? 0 : 1)
                    && (argument is null || parameters[0].ParameterType.IsAssignableFrom(argument)))
                    return method;
            }

            throw new System.Diagnostics.UnreachableException($"Query<{typeof(T).Name}> has no method {name}({argument}). Please report this.");
        }
    }

    /// <summary>The methods of this class that take one more type and one lambda of one row.</summary>
    private static class Methods<TOther>
    {
        private static readonly Dictionary<string, MethodInfo> ByName = typeof(Query<T>)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static m => m.IsGenericMethodDefinition && m.Name is not nameof(WhereSource) && m.GetGenericArguments().Length == 1 && m.GetParameters() is [{ ParameterType.IsGenericType: true } only]
                && only.ParameterType.GetGenericTypeDefinition() == typeof(Expression<>))
            .GroupBy(static m => m.Name)
            .ToDictionary(static g => g.Key, static g => g.First().MakeGenericMethod(typeof(TOther)), StringComparer.Ordinal);

        public static MethodInfo Find(string name) => ByName[name];
    }
}
