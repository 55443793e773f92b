using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>Queries over associations.</summary>
internal static class Associations
{
    /// <summary>The association that <c>u => u.Posts</c> names, if a key alone leads to its rows.</summary>
    internal static Association Named(SchemaInfo schema, string selector)
    {
        var association = schema.GetAssociation(Preload.Named(selector).Path[0]);
        return association.Kind is not (AssociationKind.Through or AssociationKind.ManyToMany) ? association : throw new QueryException(
            $"{association} goes through {(association.Kind is AssociationKind.Through ? string.Join(" and ", association.Through) : $"the table '{association.JoinTable}'")}, so there is no one key to its rows. Join step by step, or preload it.");
    }

    internal static Query<TRelated> Rows<TRelated>(Type owner, string selector)
        where TRelated : class
    {
        var query = Query.From<TRelated>();
        return Named(SchemaInfo.Of(owner), selector).Where?.Invoke() is Expression<Func<TRelated, bool>> condition ? query.Where(condition) : query;
    }

    /// <summary>The condition of a join: the keys are equal.</summary>
    internal static Expression<Func<T, TRelated, bool>> On<T, TRelated>(string selector)
    {
        var association = Named(SchemaInfo.Of(typeof(T)), selector);
        var (owner, related) = (Expression.Parameter(typeof(T), "o"), Expression.Parameter(typeof(TRelated), "r"));
        Expression left = Expression.Property(owner, association.OwnerKey.Name);
        Expression right = Expression.Property(related, association.RelatedKey.Name);
        if (left.Type != right.Type)
        {
            var type = Wider(left.Type, right.Type);
            (left, right) = (Expression.Convert(left, type), Expression.Convert(right, type));
        }

        return Expression.Lambda<Func<T, TRelated, bool>>(Expression.Equal(left, right), owner, related);
    }

    // An int? that points to a long: both become long?.
    private static Type Wider(Type left, Type right)
    {
        var (a, b) = (Nullable.GetUnderlyingType(left) ?? left, Nullable.GetUnderlyingType(right) ?? right);
        var wider = a == b || Type.GetTypeCode(a) > Type.GetTypeCode(b) ? a : b;
        return wider.IsValueType && (left != a || right != b) ? typeof(Nullable<>).MakeGenericType(wider) : wider;
    }
}
