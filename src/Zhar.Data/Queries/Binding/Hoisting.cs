using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Zhar.Data;

/// <summary>Moves what a query selects to its end, so that the rows are made of columns in one place, after the SQL has run.</summary>
internal static class Hoisting
{
    /// <summary>A query without its select, and the select.</summary>
    /// <param name="Source">The query before it.</param>
    /// <param name="Projection">The select; <c>null</c> when the rows of the source are the result.</param>
    internal readonly record struct Hoisted(Expression Source, LambdaExpression? Projection);

    internal static Hoisted Hoist(Expression query)
    {
        if (query is ConstantExpression { Value: IQuery inner })
            return Hoist(inner.Expression);
        if (query is not MethodCallExpression { Object: { } source } call || !Spine.IsQuery(source.Type))
            return new(query, null);
        switch (call.Method.Name)
        {
            case nameof(Query<>.Select):
                return Select(Hoist(source), Spine.Lambda(call.Arguments[0]));
            case nameof(Query<>.SelectMerge):
                return Merge(Hoist(source), Spine.Lambda(call.Arguments[0]));
            case nameof(Query<>.Where):
                return Condition(call, Hoist(source));
            case "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending":
                return Order(call, Hoist(source));
            case nameof(Query<>.Take) or nameof(Query<>.Skip) or nameof(Query<>.Prefix) or nameof(Query<>.Lateral):
                var (rest, projection) = Hoist(source);
                return new(rest == source ? call : Clause(rest, call.Method.Name, null, call.Arguments), projection);
            case nameof(Query<>.Join) or nameof(Query<>.LeftJoin) or nameof(Query<>.CrossJoin) or nameof(Query<>.RightJoin) or nameof(Query<>.FullJoin) or nameof(Query<>.SelectMany):
                return Join(call, source);
            default:
                return new(call, null);
        }
    }

    /// <summary>The element type of a query.</summary>
    internal static Type Row(Expression query) => query.Type.GetGenericArguments()[0];

    /// <summary>Puts an expression in the place of a lambda's parameter and takes members out of the objects that it creates.</summary>
    internal static Expression Apply(LambdaExpression lambda, Expression argument) => Reduction.Reduce(Predicates.Inline(lambda, argument));

    private static Hoisted Select(Hoisted source, LambdaExpression selector) => source.Projection is null
        ? new(source.Source, selector)
        : new(source.Source, Expression.Lambda(Apply(selector, source.Projection.Body), source.Projection.Parameters));

    private static Hoisted Merge(Hoisted source, LambdaExpression fields)
    {
        var parameter = source.Projection?.Parameters[0] ?? fields.Parameters[0];
        var record = source.Projection?.Body ?? parameter;
        var values = Apply(fields, record);
        var merged = Expression.Call(typeof(Merged), nameof(Merged.With), [fields.ReturnType], record, values);
        return new(source.Source, Expression.Lambda(merged, parameter));
    }

    private static Hoisted Condition(MethodCallExpression call, Hoisted source)
    {
        if (source.Projection is not { } projection)
            return new(source.Source == call.Object ? call : Clause(source.Source, call.Method.Name, null, call.Arguments[0]), null);
        // A condition cannot see a window function of its own level, so the select stays where it is.
        if (!IsMovable(projection.Body, isCondition: true, out _))
            return new(call, null);
        var body = Apply(Spine.Lambda(call.Arguments[0]), projection.Body);
        if (Creates(body))
            return new(call, null);
        return new(Clause(source.Source, nameof(Query<>.Where), null, Expression.Quote(Expression.Lambda(body, projection.Parameters))), projection);
    }

    private static Hoisted Order(MethodCallExpression call, Hoisted source)
    {
        var key = Spine.Lambda(call.Arguments[0]);
        if (source.Projection is not { } projection)
            return new(source.Source == call.Object ? call : Clause(source.Source, call.Method.Name, key.ReturnType, call.Arguments[0]), null);
        if (!IsMovable(projection.Body, isCondition: false, out _))
            return new(call, null);
        var body = Apply(key, projection.Body);
        if (Creates(body))
            return new(call, null);
        return new(Clause(source.Source, call.Method.Name, key.ReturnType, Expression.Quote(Expression.Lambda(body, projection.Parameters))), projection);
    }

    private static Hoisted Join(MethodCallExpression call, Expression source)
    {
        var select = Spine.Lambda(call.Arguments[^1]);
        if (select.Parameters.Count != 2)
            return new(call, null);
        var keepsLeft = call.Method.Name is not (nameof(Query<>.RightJoin) or nameof(Query<>.FullJoin));
        var outer = keepsLeft ? Hoist(source) : new(source, null);
        if (outer.Projection is { } inlined && (!IsMovable(inlined.Body, isCondition: true, out _) || call.Arguments.Take(call.Arguments.Count - 1).Any(a => typeof(Expression).IsAssignableFrom(a.Type) && !CanApply(Spine.Lambda(a), inlined))))
            outer = new(source, null);

        var left = Row(outer.Source);
        var right = select.Parameters[1].Type;
        var pairType = typeof(JoinPair<,>).MakeGenericType(left, right);
        var (a, b, pair) = (Expression.Parameter(left, select.Parameters[0].Name), Expression.Parameter(right, select.Parameters[1].Name), Expression.Parameter(pairType, select.Parameters[0].Name));
        var makePair = Expression.Lambda(Expression.MemberInit(Expression.New(pairType), Expression.Bind(pairType.GetProperty("Left")!, a), Expression.Bind(pairType.GetProperty("Right")!, b)), a, b); // JoinPair has both

        var arguments = call.Arguments.Take(call.Arguments.Count - 1)
            .Select((argument, i) => typeof(Expression).IsAssignableFrom(argument.Type) && !IsInnerKey(call, i) ? Quoted(argument) : argument)
            .Append(Expression.Quote(makePair));
        var joined = Expression.Call(outer.Source, JoinMethod(call.Method, left, pairType), arguments);

        Expression leftValue = Expression.Property(pair, "Left");
        if (outer.Projection is not null)
            leftValue = Apply(outer.Projection, leftValue);
        var body = Reduction.Reduce(Predicates.Inline(select, leftValue, Expression.Property(pair, "Right")));
        return new(joined, Expression.Lambda(body, pair));

        Expression Quoted(Expression argument)
        {
            var lambda = Spine.Lambda(argument);
            var first = Expression.Parameter(left, lambda.Parameters[0].Name);
            Expression value = outer.Projection is null ? first : Predicates.Inline(outer.Projection, first);
            var rebuilt = Reduction.Reduce(Predicates.Replace(lambda.Body, lambda.Parameters[0], value));
            return Expression.Quote(Expression.Lambda(lambda.Type.GetGenericTypeDefinition().MakeGenericType([left, .. lambda.Type.GetGenericArguments()[1..]]), rebuilt, [first, .. lambda.Parameters.Skip(1)]));
        }
    }

    private static bool CanApply(LambdaExpression lambda, LambdaExpression projection) => !Creates(Reduction.Reduce(Predicates.Replace(lambda.Body, lambda.Parameters[0], projection.Body)));

    // Join(inner, outerKey, innerKey, select): the inner key is about the other query.
    private static bool IsInnerKey(MethodCallExpression call, int position) => call.Arguments.Count == 4 && position == 2;

    private static MethodInfo JoinMethod(MethodInfo method, Type left, Type pair)
    {
        var definition = method.GetGenericMethodDefinition();
        var generic = (MethodInfo)typeof(Query<>).MakeGenericType(left).GetMemberWithSameMetadataDefinitionAs(definition);
        Type[] types = [.. method.GetGenericArguments()[..^1], pair];
        return generic.MakeGenericMethod(types);
    }

    private static MethodCallExpression Clause(Expression query, string name, Type? key, params IReadOnlyList<Expression> arguments)
    {
        var method = query.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance).First(m => m.Name == name
            && m.IsGenericMethodDefinition == key is not null && m.GetParameters().Length == arguments.Count
            && (arguments.Count == 0 || key is not null || m.GetParameters()[0].ParameterType.IsAssignableFrom(arguments[0].Type)));
        return Expression.Call(query, key is null ? method : method.MakeGenericMethod(key), arguments);
    }

    /// <summary>Whether what is selected may be repeated inside conditions and orders.</summary>
    private static bool IsMovable(Expression body, bool isCondition, [NotNullWhen(false)] out Expression? obstacle)
    {
        var search = new Obstacles(isCondition);
        search.Visit(body);
        obstacle = search.Found;
        return obstacle is null;
    }

    /// <summary>Whether an expression still makes an object that SQL has no word for.</summary>
    private static bool Creates(Expression body)
    {
        var search = new Creations();
        search.Visit(body);
        return search.Found;
    }

    private sealed class Obstacles(bool isCondition) : ExpressionVisitor
    {
        public Expression? Found { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (isCondition && node.Method.DeclaringType == typeof(Win))
                Found = node;
            return base.VisitMethodCall(node);
        }
    }

    private sealed class Creations : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitNew(NewExpression node)
        {
            Found |= !SqlTypes.IsScalar(node.Type);
            return base.VisitNew(node);
        }

        // The objects inside a subquery are the subquery's own.
        protected override Expression VisitLambda<T>(Expression<T> node) => node;

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found |= node.Method.DeclaringType == typeof(Merged);
            return base.VisitMethodCall(node);
        }
    }
}

/// <summary>Takes a member out of an object that an expression has just created: <c>new { A = x }.A</c> is <c>x</c>.</summary>
internal sealed class Reduction : ExpressionVisitor
{
    internal static Expression Reduce(Expression expression) => new Reduction().Visit(expression);

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is null)
            return node;
        var target = Visit(node.Expression);
        return Take(target, node.Member) ?? (target == node.Expression ? node : Expression.MakeMemberAccess(target, node.Member));
    }

    private static Expression? Take(Expression target, MemberInfo member)
    {
        switch (target)
        {
            case NewExpression { Members: { } members } created:
                for (var i = 0; i < members.Count; i++)
                {
                    if (members[i].Name == member.Name)
                        return created.Arguments[i];
                }

                return null;
            case NewExpression { Constructor: { } constructor } created:
                return Positional(constructor, created.Arguments, member);
            case MemberInitExpression init:
                foreach (var binding in init.Bindings)
                {
                    if (binding is MemberAssignment assignment && binding.Member.Name == member.Name)
                        return assignment.Expression;
                }

                return init.NewExpression.Arguments.Count > 0 ? Take(init.NewExpression, member) : null;
            case MethodCallExpression call when call.Method.DeclaringType == typeof(Merged):
                return (call.Arguments[1] is MemberInitExpression fields ? Take(fields, member) : null)
                    ?? Take(call.Arguments[0], member) ?? Expression.MakeMemberAccess(call.Arguments[0], member);
            default:
                return null;
        }
    }

    // A positional record keeps each argument of its constructor in the property of the same name.
    private static Expression? Positional(ConstructorInfo constructor, IReadOnlyList<Expression> arguments, MemberInfo member)
    {
        var parameters = constructor.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (string.Equals(parameters[i].Name, member.Name, StringComparison.OrdinalIgnoreCase) && arguments[i].Type == (member as PropertyInfo)?.PropertyType)
                return arguments[i];
        }

        return null;
    }
}
