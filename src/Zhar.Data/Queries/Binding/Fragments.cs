using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Zhar.Data;

/// <summary>Takes the text of a fragment apart.</summary>
internal static partial class Fragments
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

    /// <summary>The list in a hole that takes several items.</summary>
    internal static Expression? SpliceOf(Expression hole)
    {
        while (hole is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            hole = convert.Operand;
        if (hole is not MethodCallExpression { Method.Name: nameof(Fn.Splice) } splice || splice.Method.DeclaringType != typeof(Fn))
            return null;
        var list = splice.Arguments[0];
        while (list is UnaryExpression { NodeType: ExpressionType.Convert } boxed)
            list = boxed.Operand;
        return list;
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

    /// <summary>The text with names in the place of some holes. In one pass: a name may look like a hole itself.</summary>
    internal static string WithNames(string format, string?[] names) => Braces().Replace(format, match =>
        match.Groups[1] is { Success: true } hole && names[int.Parse(hole.ValueSpan, CultureInfo.InvariantCulture)] is { } name ? name : match.Value);

    [GeneratedRegex(@"\{\{|\}\}|\{([0-9]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();
}
