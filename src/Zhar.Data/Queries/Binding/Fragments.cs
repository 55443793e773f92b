using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Takes the text of a fragment apart.</summary>
internal static class Fragments
{
    /// <summary>The text with <c>{0}</c> for each hole, and what goes into the holes.</summary>
    internal static (string Format, IReadOnlyList<Expression> Holes) Parts(Expression sql)
    {
        while (sql is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            sql = convert.Operand;
        if (sql is MethodCallExpression { Method.Name: nameof(FormattableStringFactory.Create) } create && create.Method.DeclaringType == typeof(FormattableStringFactory))
        {
            var format = (string)Captures.Evaluate(create.Arguments[0])!; // the compiler puts a text there
            if (create.Arguments[1] is NewArrayExpression array)
                return (Checked(format, array.Expressions.Count), [.. array.Expressions.Select(static e => e is UnaryExpression { NodeType: ExpressionType.Convert } boxed && e.Type == typeof(object) ? boxed.Operand : e)]);
            return (format, []);
        }

        if (!Captures.IsClosed(sql) || Captures.Evaluate(sql) is not FormattableString text)
            throw new QueryException($"Fn.Fragment takes an interpolated text, $\"… {{x}} …\", but got '{sql}'.");
        return (Checked(text.Format, text.ArgumentCount), [.. text.GetArguments().Select(static a => (Expression)Expression.Constant(a, a?.GetType() ?? typeof(object)))]);
    }

    private static string Checked(string format, int holes)
    {
        for (var i = 0; i < holes; i++)
        {
            if (!format.Contains("{" + i + "}", StringComparison.Ordinal))
                throw new QueryException($"A fragment's holes take no format, so write {{x}} and not {{x:…}}: '{format}'.");
        }

        return format;
    }
}
