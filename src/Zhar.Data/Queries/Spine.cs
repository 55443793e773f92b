using System.Linq.Expressions;
using System.Reflection;

namespace Zhar.Data;

/// <summary>Reads and changes the chain of calls that a query has recorded.</summary>
internal static class Spine
{
    /// <summary>Takes the conditions out of the end of the chain, up to the first call after which a condition would mean something else.</summary>
    internal static (Expression Query, List<LambdaExpression> Conditions) TakeConditions(Expression query)
    {
        var kept = new Stack<MethodCallExpression>();
        var conditions = new List<LambdaExpression>();
        while (query is MethodCallExpression { Object: { } source } call)
        {
            if (call.Method.Name is nameof(Query<>.Where))
                conditions.Add(Lambda(call.Arguments[0]));
            else if (IsOrder(call) || call.Method.Name is nameof(Query<>.Prefix) or nameof(Query<>.Lock))
                kept.Push(call);
            else
                break;
            query = source;
        }

        conditions.Reverse();
        return (Rebuild(query, kept), conditions);
    }

    internal static Expression Without(Expression query, ReadOnlySpan<Clause> clauses)
    {
        var kept = new Stack<MethodCallExpression>();
        while (query is MethodCallExpression { Object: { } source } call && KeepsShape(call.Method.Name))
        {
            if (ClauseOf(call.Method.Name) is not { } clause || !clauses.Contains(clause))
                kept.Push(call);
            query = source;
        }

        return Rebuild(query, kept);
    }

    internal static bool HasOrder(Expression query)
    {
        while (query is MethodCallExpression { Object: { } source } call && KeepsShape(call.Method.Name))
        {
            if (IsOrder(call))
                return true;
            query = source;
        }

        return false;
    }

    /// <summary>Whether rows were cut off after the last change of the row's shape.</summary>
    internal static bool IsCut(Expression query)
    {
        while (query is MethodCallExpression { Object: { } source } call && (KeepsShape(call.Method.Name) || call.Method.Name is nameof(Query<>.Select)))
        {
            if (ClauseOf(call.Method.Name) is Clause.Limit or Clause.Offset || call.Method.Name is nameof(Query<>.DistinctBy))
                return true;
            query = source;
        }

        return false;
    }

    /// <summary>Turns the order round: in place, or around the query when rows were already cut off by it.</summary>
    internal static Expression Reverse(Expression query)
    {
        var kept = new Stack<MethodCallExpression>();
        var orders = new Stack<MethodCallExpression>();
        var whole = query;
        var isCut = false;
        while (query is MethodCallExpression { Object: { } source } call && KeepsShape(call.Method.Name))
        {
            if (IsOrder(call))
            {
                orders.Push(call);
                kept.Push(Opposite(call));
                if (call.Method.Name.StartsWith("OrderBy", StringComparison.Ordinal))
                {
                    query = source;
                    break;
                }
            }
            else
            {
                isCut |= ClauseOf(call.Method.Name) is Clause.Limit or Clause.Offset or Clause.Distinct or Clause.Combinations;
                kept.Push(call);
            }

            query = source;
        }

        return isCut ? orders.Aggregate(whole, static (q, order) => Apply(Opposite(order), q)) : Rebuild(query, kept);
    }

    internal static Expression OrderByPrimaryKey(Expression query, Type row)
    {
        var keys = SchemaInfo.Of(row).PrimaryKey;
        if (keys.Count == 0)
            throw new QueryException($"{row.Name} has no primary key to sort by. Give the query an order: query.OrderBy(x => …).");
        var name = nameof(Query<>.OrderBy);
        foreach (var key in keys)
        {
            query = OrderBy(query, name, key);
            name = nameof(Query<>.ThenBy);
        }

        return query;
    }

    /// <summary>The first table of a query.</summary>
    internal static SourceExpression? Root(Expression query) => query switch
    {
        SourceExpression source => source,
        ConstantExpression { Value: IQuery inner } => Root(inner.Expression),
        MethodCallExpression { Object: { } source } => Root(source),
        _ => null,
    };

    /// <summary>Whether each row of the query surely is a row of its first table; behind an outer join there may be none.</summary>
    internal static bool IsPresent(Expression query) => query switch
    {
        SourceExpression => true,
        ConstantExpression { Value: IQuery inner } => IsPresent(inner.Expression),
        MethodCallExpression { Object: { } source } call => ClauseOf(call.Method.Name) is not (null or Clause.Combinations) && IsPresent(source),
        _ => false,
    };

    /// <summary>The query with something else in the place of its first table.</summary>
    internal static Expression ReplaceRoot(Expression query, Expression with) => query switch
    {
        MethodCallExpression { Object: { } source } call => Apply(call, ReplaceRoot(source, with)),
        ConstantExpression { Value: IQuery inner } => ReplaceRoot(inner.Expression, with),
        _ => with,
    };

    /// <summary>The prefix that the query as a whole has.</summary>
    internal static string? PrefixOf(Expression query)
    {
        while (query is MethodCallExpression { Object: { } source } call)
        {
            if (call.Method.Name is nameof(Query<>.Prefix) && IsQuery(source.Type))
                return (string?)((ConstantExpression)call.Arguments[0]).Value;
            query = source;
        }

        return null;
    }

    /// <summary>The query with one more key of its order.</summary>
    internal static Expression OrderBy(Expression query, string method, Field key)
    {
        var parameter = Expression.Parameter(key.Schema.Type, "x");
        var property = Expression.Property(parameter, key.Name);
        return Expression.Call(query, Find(query.Type, method, property.Type), Expression.Quote(Expression.Lambda(property, parameter)));
    }

    internal static bool IsOrder(MethodCallExpression call) => call.Method.Name is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending";

    internal static LambdaExpression Lambda(Expression argument) => argument switch
    {
        UnaryExpression { NodeType: ExpressionType.Quote, Operand: LambdaExpression lambda } => lambda,
        LambdaExpression lambda => lambda,
        _ => throw new QueryException($"Expected a lambda inside a query, but got '{argument}'. Write it in its place: x => …"),
    };

    internal static string Describe(Expression query)
    {
        var calls = new Stack<string>();
        while (query is MethodCallExpression { Object: { } source } call)
        {
            calls.Push($".{call.Method.Name}({string.Join(", ", call.Arguments.Select(Argument))})");
            query = source;
        }

        return query + string.Concat(calls);

        static string Argument(Expression argument) => typeof(Expression).IsAssignableFrom(argument.Type)
            ? Readable(Lambda(argument).ToString())
            : IsQuery(argument.Type) ? Describe(argument) : argument.ToString();
    }

    internal static bool IsQuery(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Query<>);

    internal static Expression Apply(MethodCallExpression call, Expression query) => Expression.Call(query, call.Method, call.Arguments);

    internal static Expression Rebuild(Expression query, Stack<MethodCallExpression> calls)
    {
        foreach (var call in calls)
            query = call.Object == query ? call : Apply(call, query);
        return query;
    }

    internal static bool KeepsShape(string method) => ClauseOf(method) is not null || method is nameof(Query<>.Lateral) or nameof(Query<>.DefaultIfEmpty);

    private static Clause? ClauseOf(string method) => method switch
    {
        "Where" => Clause.Where,
        "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" => Clause.OrderBy,
        "Take" => Clause.Limit,
        "Skip" => Clause.Offset,
        "Distinct" or "DistinctBy" => Clause.Distinct,
        "Union" or "UnionAll" or "Intersect" or "IntersectAll" or "Except" or "ExceptAll" => Clause.Combinations,
        "Lock" => Clause.Lock,
        "Prefix" => Clause.Prefix,
        "SelectMerge" => Clause.SelectMerge,
        _ => null,
    };

    private static MethodCallExpression Opposite(MethodCallExpression order)
    {
        var name = order.Method.Name;
        var other = name.EndsWith("Descending", StringComparison.Ordinal) ? name[..^"Descending".Length] : name + "Descending";
        return Expression.Call(order.Object, Find(order.Object!.Type, other, order.Method.GetGenericArguments()[0]), order.Arguments); // an order is a call of an instance
    }

    private static MethodInfo Find(Type query, string name, Type key) => query
        .GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .First(m => m.Name == name && m.IsGenericMethodDefinition && m.GetParameters().Length == 1)
        .MakeGenericMethod(key);

    // Closures print as value(Program+<>c__DisplayClass0_0).name; the name is what a reader wants.
    private static string Readable(string text)
    {
        while (text.IndexOf("value(", StringComparison.Ordinal) is >= 0 and var start && text.IndexOf(").", start, StringComparison.Ordinal) is > 0 and var end)
            text = string.Concat(text.AsSpan(0, start), text.AsSpan(end + 2));
        return text;
    }
}
