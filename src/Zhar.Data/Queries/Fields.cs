using System.Linq.Expressions;

namespace Zhar.Data;

/// <summary>Conditions on fields that are known by name.</summary>
internal static class Fields
{
    internal static Expression Equal(Expression row, Field field, object? value)
    {
        var property = Expression.Property(row, field.Name);
        if (value is null)
            return Expression.Equal(property, Expression.Constant(null, field.IsNullable ? field.ClrType : typeof(object)));
        if (!(Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType).IsInstanceOfType(value))
        {
            var cast = field.Type.Cast(value);
            value = cast is { IsOk: true, Value: { } fitting } ? fitting : throw new SchemaException($"'{value}' ({value.GetType().Name}) is no value for {field.Schema.Name}.{field.Name}, which is {field.Type.Name}.");
        }

        var captured = Activator.CreateInstance(typeof(Captured<>).MakeGenericType(field.ClrType), value)!; // it has a constructor
        return Expression.Equal(property, Expression.Property(Expression.Constant(captured), nameof(Captured<>.Value)));
    }

    /// <summary>That a field has one of the values: a list in one parameter.</summary>
    internal static LambdaExpression In(Type row, Field field, List<object?> values)
    {
        var parameter = Expression.Parameter(row, "x");
        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(object)],
            Expression.Convert(Expression.Property(Expression.Constant(new Captured<List<object?>>(values)), nameof(Captured<>.Value)), typeof(IEnumerable<object>)),
            Expression.Convert(Expression.Property(parameter, field.Name), typeof(object)));
        return Expression.Lambda(contains, parameter);
    }
}
