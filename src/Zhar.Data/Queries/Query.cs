using System.Linq.Expressions;
using System.Reflection;

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

    private static class Root<T>
    {
        public static readonly Query<T> All = new(new SourceExpression(typeof(T), null, null));
    }
}
