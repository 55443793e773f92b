using System.Globalization;
using System.Text;

namespace Zhar.Data;

/// <summary>The SQL of a query shape: text between parameters, what the parameters are, and how a row is made.</summary>
/// <param name="kind">What the statement does.</param>
/// <param name="source">The table that it is about.</param>
/// <param name="pieces">The text; between two pieces stands a parameter.</param>
/// <param name="order">For each gap between two pieces the parameter that stands there.</param>
/// <param name="parameters">The parameters.</param>
internal class QueryPlan(StatementKind kind, string source, IReadOnlyList<string> pieces, IReadOnlyList<int> order, IReadOnlyList<PlanSlot> parameters)
{
    internal StatementKind Kind => kind;

    internal string Source => source;

    internal IReadOnlyList<PlanSlot> Parameters => parameters;

    /// <summary>The types of the parameters.</summary>
    internal FieldType?[] Types { get; } = [.. parameters.Select(static p => p.Form is SlotForm.List && p.Type is not null ? new ListParameterType(p.Type) : p.Type)];

    internal bool[] Redacted { get; } = [.. parameters.Select(static p => p.IsRedacted)];

    /// <summary>The text with the placeholders of a dialect.</summary>
    internal string Text(Action<StringBuilder, int, FieldType?> appendParameter, string tail = "")
    {
        var sql = new StringBuilder(pieces[0]);
        for (var i = 0; i < order.Count; i++)
        {
            appendParameter(sql, order[i], Types[order[i]]);
            sql.Append(pieces[i + 1]);
        }

        return sql.Append(tail).ToString();
    }

    /// <summary>The values of the parameters for a run, as the database stores them.</summary>
    internal object?[] Values(List<object?> variables, Dialect dialect)
    {
        if (parameters.Count == 0)
            return [];
        var values = new object?[parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = parameters[i].Value(variables);
            if (value is ListValue list)
                value = list.Items;
            values[i] = Types[i] is { } type ? type.Dump(Fitting(value, type), dialect) : value;
        }

        return values;
    }

    // A captured byte goes beside a short, a char beside a text.
    private static object? Fitting(object? value, FieldType type) =>
        value is IConvertible and not Enum && value.GetType() != type.ClrType && SqlTypes.IsLiteral(type.ClrType) ? Convert.ChangeType(value, type.ClrType, CultureInfo.InvariantCulture) : value;
}

/// <summary>A plan whose rows become values.</summary>
internal sealed class QueryPlan<T>(
    string source, IReadOnlyList<string> pieces, IReadOnlyList<int> order, IReadOnlyList<PlanSlot> parameters, Func<RowContext, T> read, RowLock rowLock, StatementKind kind = StatementKind.Select)
    : QueryPlan(kind, source, pieces, order, parameters)
{
    internal Func<RowContext, T> Read => read;

    internal RowLock Lock => rowLock;
}
