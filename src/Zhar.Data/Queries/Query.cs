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
