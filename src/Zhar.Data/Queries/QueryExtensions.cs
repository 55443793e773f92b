using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>Clauses that only some queries have.</summary>
public static class QueryExtensions
{
    /// <summary>Keeps the groups that fulfil the condition. Source: Ecto.Query.having/3.</summary>
    public static Query<IGrouping<TKey, T>> Having<TKey, T>(this Query<IGrouping<TKey, T>> query, Expression<Func<IGrouping<TKey, T>, bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Where(predicate);
    }
}
