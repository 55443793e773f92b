using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Where queries begin. Source: Ecto.Query.</summary>
public static class Query
{
    private static readonly MethodInfo RecursiveMethod = ((Func<Expression<Func<Query<object>, Query<object>>>, string?, Query<object>>)Recursive).Method.GetGenericMethodDefinition();

    /// <summary>All rows of the table of <typeparamref name="T"/>.</summary>
    /// <remarks>A query is a value: it needs no repo, it never changes, and any number of repos may run it at the same time.</remarks>
    public static Query<T> From<T>()
        where T : class => Root<T>.All;

    /// <summary>All rows of another table with the columns of <typeparamref name="T"/>. Source: from in {"source", Schema}.</summary>
    /// <param name="source">The table.</param>
    /// <param name="prefix">The database schema that the table is in, unless it is the one of <typeparamref name="T"/>.</param>
    public static Query<T> From<T>(string source, string? prefix = null)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return new(new SourceExpression(typeof(T), source, prefix));
    }

    /// <summary>The rows of a statement of one's own: <c>Query.FromSql&lt;Post&gt;($"select * from search_posts({text})")</c>. Source: a fragment as a source.</summary>
    /// <param name="sql">A SELECT whose columns have the names of those of <typeparamref name="T"/>. What stands in its holes is sent as parameters.</param>
    /// <exception cref="QueryException">A hole has a value that no database knows.</exception>
    public static Query<T> FromSql<T>(FormattableString sql)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(sql);
        SchemaInfo.Of<T>();
        return new(Expression.Call(SqlMethod.MakeGenericMethod(typeof(T)), Expression.Constant(sql.Format),
            Expression.NewArrayInit(typeof(object), sql.GetArguments().Select(static value => Expression.Convert(Variable(value), typeof(object))))));
    }

    /// <summary>The records of a list as rows, to be joined with those of a table. The list goes to the database as one parameter for each column. Source: values/2.</summary>
    /// <param name="rows">The records. Their virtual fields and associations are left out.</param>
    /// <exception cref="QueryException"><typeparamref name="T"/> has a list among its columns; lists cannot travel in lists.</exception>
    /// <example><code>
    /// var prices = Query.Values([new Price { Sku = "a", Cents = 10 }, new Price { Sku = "b", Cents = 20 }]);
    /// Query.From&lt;Product&gt;().Join(prices, (product, price) => product.Sku == price.Sku, (product, price) => new { product.Name, price.Cents });
    /// </code></example>
    public static Query<T> Values<T>(IEnumerable<T> rows)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        var schema = SchemaInfo.Of<T>();
        var all = rows.ToList();
        return new(Expression.Call(ValuesMethod.MakeGenericMethod(typeof(T)),
            Expression.NewArrayInit(typeof(List<object?>), schema.Fields.Where(static f => !f.IsVirtual).Select(f => Captured<List<object?>>.Of(all.ConvertAll(row => schema.Get(row, f.Index)))))));
    }

    private static readonly MethodInfo SqlMethod = ((Func<string, object?[], Query<object>>)SqlRows<object>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo ValuesMethod = ((Func<List<object?>[], Query<object>>)ValueRows<object>).Method.GetGenericMethodDefinition();

    // What the two record; the binder knows them by these names.
    internal static Query<T> SqlRows<T>(string format, params object?[] arguments) => throw new System.Diagnostics.UnreachableException($"The recorded source '{format}' with {arguments.Length} arguments was called. Please report this.");

    internal static Query<T> ValueRows<T>(List<object?>[] columns) => throw new System.Diagnostics.UnreachableException($"A recorded source with {columns.Length} columns was called. Please report this.");

    // A parameter has the type of its value.
    private static Expression Variable(object? value) => value is null ? Captured<string?>.Of(null)
        : (Expression)typeof(Captured<>).MakeGenericType(value.GetType()).GetMethod("Of", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [value])!; // it is there, and returns one

    /// <summary>A query that refers to itself: <c>WITH RECURSIVE</c>. Source: Ecto.Query.recursive_ctes/2.</summary>
    /// <param name="build">Takes the rows so far and gives the first rows, by <see cref="Query{T}.UnionAll"/> with those that follow from them.</param>
    /// <param name="name">The name of the common table expression in the SQL.</param>
    public static Query<T> Recursive<T>(Expression<Func<Query<T>, Query<T>>> build, string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(build);
        return new(Expression.Call(RecursiveMethod.MakeGenericMethod(typeof(T)), Expression.Quote(build), Expression.Constant(name, typeof(string))));
    }

    /// <summary>The rows of a record's association: <c>Query.Assoc(user, u => u.Posts).Where(p => p.IsPublished)</c>. Source: Ecto.assoc/2.</summary>
    /// <param name="record">The record that has the association.</param>
    /// <param name="association">The property.</param>
    /// <param name="selector">Its text, which the compiler fills in.</param>
    /// <exception cref="QueryException">The association goes through a join table or other associations, which have no key to ask for.</exception>
    public static Query<TRelated> Assoc<T, TRelated>(T record, Func<T, Many<TRelated>> association, [CallerArgumentExpression(nameof(association))] string selector = "")
        where T : class
        where TRelated : class => Assoc<TRelated>(SchemaInfo.Of<T>(), [record], selector);

    /// <inheritdoc cref="Assoc{T, TRelated}(T, Func{T, Many{TRelated}}, string)"/>
    public static Query<TRelated> Assoc<T, TRelated>(T record, Func<T, Assoc<TRelated>> association, [CallerArgumentExpression(nameof(association))] string selector = "")
        where T : class
        where TRelated : class => Assoc<TRelated>(SchemaInfo.Of<T>(), [record], selector);

    private static Query<TRelated> Assoc<TRelated>(SchemaInfo schema, IReadOnlyList<object> records, string selector)
        where TRelated : class
    {
        var association = Associations.Named(schema, selector);
        List<object?> keys = [.. records.Select(r => schema.GetValue(r, association.OwnerKey.Index)).Where(static k => k is not null).Distinct().Select(k => (object?)Preloader.Fitting(k!, association.RelatedKey.Type))]; // null was left out
        var query = From<TRelated>().Where((Expression<Func<TRelated, bool>>)Fields.In(typeof(TRelated), association.RelatedKey, keys));
        return association.Where?.Invoke() is Expression<Func<TRelated, bool>> condition ? query.Where(condition) : query;
    }

    private static class Root<T>
    {
        public static readonly Query<T> All = new(new SourceExpression(typeof(T), null, null));
    }
}
