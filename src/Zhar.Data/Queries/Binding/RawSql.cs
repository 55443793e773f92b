using System.Linq.Expressions;
using LinqToDB;
using LinqToDB.Expressions;
using LinqToDB.Internal.Expressions;
using LinqToDB.Internal.SqlQuery;

namespace Zhar.Data;

/// <summary>A piece of SQL with holes, inside an expression that goes to the query compiler.</summary>
internal static class RawSql
{
    internal static MethodCallExpression Call(Type type, RawSqlSpec spec, params IEnumerable<Expression> arguments) => Expression.Call(
        typeof(RawSql), nameof(Value), [type], Expression.Constant(spec),
        Expression.NewArrayInit(typeof(object), arguments.Select(static a => a.Type == typeof(object) ? a : Expression.Convert(a, typeof(object)))));

    /// <summary>Stands for the SQL; never called.</summary>
    [RawSqlExpression]
    public static T Value<T>(RawSqlSpec spec, params object?[] arguments) => throw new System.Diagnostics.UnreachableException("A piece of SQL was called. Please report this.");
}

/// <summary>A piece of SQL.</summary>
/// <param name="Format">The text, with <c>{0}</c> for the first hole.</param>
/// <param name="IsPredicate">Whether it is a condition.</param>
/// <param name="IsAggregate">Whether it makes one value of many rows.</param>
/// <param name="IsWindow">Whether it is a window function, which no condition beside it can see.</param>
internal sealed record RawSqlSpec(string Format, bool IsPredicate = false, bool IsAggregate = false, bool IsWindow = false);

/// <summary>Makes the SQL of <see cref="RawSql.Value"/> from what the call holds.</summary>
internal sealed class RawSqlExpressionAttribute : Sql.ExpressionAttribute
{
    public RawSqlExpressionAttribute()
        : base("{0}") => ServerSideOnly = true;

    public override bool GetIsPredicate(Expression expression) => expression is MethodCallExpression call && Spec(call).IsPredicate;

    public override Expression GetExpression<TContext>(
        TContext context, IDataContext dataContext, IExpressionEvaluator evaluator, SelectQuery query, Expression expression, ConvertFunc<TContext> converter)
    {
        var call = (MethodCallExpression)expression;
        var spec = Spec(call);
        var holes = ((NewArrayExpression)call.Arguments[1]).Expressions;
        var parameters = new ISqlExpression[holes.Count];
        for (var i = 0; i < parameters.Length; i++)
        {
            var hole = holes[i] is UnaryExpression { NodeType: ExpressionType.Convert } convert && holes[i].Type == typeof(object) ? convert.Operand : holes[i];
            var converted = converter(context, hole, null, null);
            if (converted is not SqlPlaceholderExpression placeholder)
                return SqlErrorExpression.EnsureError(converted, expression.Type);
            parameters[i] = placeholder.Sql;
        }

        var flags = (spec.IsPredicate ? SqlFlags.IsPredicate : 0) | (spec.IsAggregate ? SqlFlags.IsAggregate : 0) | (spec.IsWindow ? SqlFlags.IsWindowFunction : 0) | SqlFlags.IsPure;
        var sql = new SqlExpression(
            dataContext.MappingSchema.GetDbDataType(expression.Type), spec.Format, LinqToDB.SqlQuery.Precedence.Primary, flags, ParametersNullabilityType.IfAnyParameterNullable, parameters);
        return new SqlPlaceholderExpression(query, sql, expression, null, null, null, expression);
    }

    private static RawSqlSpec Spec(MethodCallExpression call) => call.Arguments[0] is ConstantExpression { Value: RawSqlSpec spec }
        ? spec
        : throw new System.Diagnostics.UnreachableException($"A piece of SQL without its text: {call}. Please report this.");
}
