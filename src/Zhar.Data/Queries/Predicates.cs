using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>Puts lambdas together.</summary>
internal static class Predicates
{
    internal static Expression<Func<T, bool>> And<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) =>
        Expression.Lambda<Func<T, bool>>(Expression.AndAlso(left.Body, Inline(right, left.Parameters[0])), left.Parameters);

    internal static Expression<Func<T, bool>> Or<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right) =>
        Expression.Lambda<Func<T, bool>>(Expression.OrElse(left.Body, Inline(right, left.Parameters[0])), left.Parameters);

    internal static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> predicate) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(predicate.Body), predicate.Parameters);

    /// <summary>The body of a lambda of one parameter, with something else in the parameter's place.</summary>
    internal static Expression Inline(LambdaExpression lambda, Expression argument) => Replace(lambda.Body, lambda.Parameters[0], argument);

    internal static Expression Inline(LambdaExpression lambda, Expression first, Expression second) =>
        Replace(Replace(lambda.Body, lambda.Parameters[0], first), lambda.Parameters[1], second);

    internal static Expression Replace(Expression body, ParameterExpression parameter, Expression with) =>
        body == parameter ? with : new Replacement(parameter, with).Visit(body);

    private sealed class Replacement(ParameterExpression parameter, Expression with) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? with : node;
    }
}
