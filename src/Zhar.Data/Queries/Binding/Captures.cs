using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Zhar.Data;

/// <summary>Finds and computes the parts of a lambda that do not depend on its rows: the variables that it has captured.</summary>
internal static class Captures
{
    /// <summary>Whether the expression can be computed without a row.</summary>
    internal static bool IsClosed(Expression? expression, List<ParameterExpression>? bound = null) => expression switch
    {
        null or DefaultExpression => true,
        ConstantExpression => true,
        ParameterExpression parameter => bound?.Contains(parameter) == true,
        MemberExpression member => IsClosed(member.Expression, bound),
        UnaryExpression unary => IsClosed(unary.Operand, bound),
        BinaryExpression binary => IsClosed(binary.Left, bound) && IsClosed(binary.Right, bound),
        ConditionalExpression conditional => IsClosed(conditional.Test, bound) && IsClosed(conditional.IfTrue, bound) && IsClosed(conditional.IfFalse, bound),
        MethodCallExpression call => !IsVocabulary(call.Method.DeclaringType) && IsClosed(call.Object, bound) && AreClosed(call, bound),
        NewExpression created => AreClosed(created.Arguments, bound),
        NewArrayExpression array => AreClosed(array.Expressions, bound),
        ListInitExpression list => IsClosed(list.NewExpression, bound) && AreClosed(list, bound),
        MemberInitExpression init => IsClosed(init.NewExpression, bound) && AreClosed(init, bound),
        IndexExpression index => IsClosed(index.Object, bound) && AreClosed(index.Arguments, bound),
        TypeBinaryExpression test => IsClosed(test.Expression, bound),
        InvocationExpression invocation => IsClosed(invocation.Expression, bound) && AreClosed(invocation.Arguments, bound),
        LambdaExpression lambda => IsClosed(lambda.Body, [.. bound ?? [], .. lambda.Parameters]),
        _ => false,
    };

    /// <summary>Computes a closed expression.</summary>
    internal static object? Evaluate(Expression? expression)
    {
        switch (expression)
        {
            case null:
                return null;
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(Target(member));
            case MemberExpression { Member: PropertyInfo property } member:
                return Unwrapped(property.GetMethod!, Target(member), []); // what an expression reads can be read
            case UnaryExpression { NodeType: ExpressionType.Quote } quote:
                return quote.Operand;
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when IsSame(convert):
                return Evaluate(convert.Operand);
            case MethodCallExpression call when !call.Method.ReturnType.IsByRefLike && !call.Arguments.Any(static a => a.Type.IsByRefLike || a is LambdaExpression):
                var target = Evaluate(call.Object);
                var arguments = call.Arguments.Select(Evaluate).ToArray();
                if (target is null && call.Object is not null)
                    throw Null(call);
                return Unwrapped(call.Method, target, arguments);
            case NewExpression { Constructor: { } constructor } created:
                var values = created.Arguments.Select(Evaluate).ToArray();
                return Unwrapped(constructor, null, values);
            case NewArrayExpression { NodeType: ExpressionType.NewArrayInit } created:
                var array = Array.CreateInstance(created.Type.GetElementType()!, created.Expressions.Count); // an array type has elements
                for (var i = 0; i < array.Length; i++)
                    array.SetValue(Evaluate(created.Expressions[i]), i);
                return array;
            case BinaryExpression { Method: null, NodeType: ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply } binary when binary.Type == typeof(int):
                var (left, right) = ((int)Evaluate(binary.Left)!, (int)Evaluate(binary.Right)!); // ints are never null
                return unchecked(binary.NodeType is ExpressionType.Add ? left + right : binary.NodeType is ExpressionType.Subtract ? left - right : left * right);
            case BinaryExpression { Method: { } method, Conversion: null, IsLifted: false } binary:
                object?[] operands = [Evaluate(binary.Left), Evaluate(binary.Right)];
                return Unwrapped(method, null, operands);
            default:
                return Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        }
    }

    /// <summary>Whether the methods of the type mean SQL and are never called.</summary>
    internal static bool IsVocabulary(Type? type) => type is not null
        && (type == typeof(Fn) || type == typeof(Win) || type == typeof(Window) || type == typeof(Query) || type == typeof(QueryExtensions) || type == typeof(RawSql) || Spine.IsQuery(type));

    /// <summary>The list and the item of a test for membership, whichever of the methods named Contains the compiler has chosen.</summary>
    /// <remarks>C# 14 binds <c>array.Contains(x)</c> to spans, <c>list.Contains(x)</c> to the list, and an enumerable to LINQ.</remarks>
    internal static bool IsMembership(MethodCallExpression call, out Expression list, out Expression item)
    {
        (list, item) = (call, call);
        if (call.Method.Name is not "Contains" || Spine.IsQuery(call.Method.DeclaringType!)) // a method found by its call has a type
            return false;
        if (call.Object is { } source && ((IArgumentProvider)call).ArgumentCount == 1 && source.Type != typeof(string) && source.Type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            (list, item) = (source, call.Arguments[0]);
        else if (call.Object is null && (call.Method.DeclaringType == typeof(Enumerable) || call.Method.DeclaringType == typeof(MemoryExtensions)))
            (list, item) = (call.Arguments[0], call.Arguments[1]);
        else
            return false;
        while (list is MethodCallExpression { Method.Name: "op_Implicit", Arguments: [var array] } || (list is UnaryExpression { NodeType: ExpressionType.Convert, Operand: var operand } && (array = operand) is not null))
            list = array;
        return IsClosed(list);
    }

    private static bool AreClosed(IReadOnlyList<Expression> expressions, List<ParameterExpression>? bound)
    {
        for (var i = 0; i < expressions.Count; i++)
        {
            if (!IsClosed(expressions[i], bound))
                return false;
        }

        return true;
    }

    // The arguments of a call, without the collection that its property would make.
    private static bool AreClosed(IArgumentProvider call, List<ParameterExpression>? bound)
    {
        for (var i = 0; i < call.ArgumentCount; i++)
        {
            if (!IsClosed(call.GetArgument(i), bound))
                return false;
        }

        return true;
    }

    private static bool AreClosed(ListInitExpression list, List<ParameterExpression>? bound) => list.Initializers.All(i => AreClosed(i.Arguments, bound));

    private static bool AreClosed(MemberInitExpression init, List<ParameterExpression>? bound) => init.Bindings.All(b => b is MemberAssignment assignment && IsClosed(assignment.Expression, bound));

    private static object? Target(MemberExpression member)
    {
        if (member.Expression is null)
            return null;
        return Evaluate(member.Expression) ?? throw Null(member);
    }

    private static QueryException Null(Expression expression) =>
        new($"A lambda of a query uses '{expression}', and the value before the last dot is null. Look at it before the query is run, and leave the condition out.");

    private static bool IsSame(UnaryExpression convert) =>
        convert.Type == convert.Operand.Type || Nullable.GetUnderlyingType(convert.Type) == convert.Operand.Type || convert.Type.IsAssignableFrom(convert.Operand.Type);

    // Without a lambda: its closure would be made for each expression that is looked at.
    private static object? Unwrapped(MethodBase method, object? target, object?[] arguments)
    {
        try
        {
            return method is ConstructorInfo constructor ? constructor.Invoke(arguments) : method.Invoke(target, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
