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

    private SqlStatement? _statement;

    /// <summary>The lock that is asked for at the end of the statement.</summary>
    internal RowLock Lock { get; init; }

    /// <summary>The statement, in the words of a dialect; a plan is for one dialect alone.</summary>
    internal SqlStatement Statement(Dialect dialect) => _statement ??= NewStatement(dialect, "");

    /// <summary>As above, with a page of the rows alone: <c>limit 500 offset 1000</c>, which comes before a lock.</summary>
    internal SqlStatement Statement(Dialect dialect, string page) => page.Length == 0 ? Statement(dialect) : NewStatement(dialect, page);

    private SqlStatement NewStatement(Dialect dialect, string page)
    {
        var types = parameters.Select(static p => p.Type).ToArray();
        var arrays = parameters.Select(static p => p.Form is SlotForm.List).ToArray();
        var redacted = parameters.Select(static p => p.IsRedacted).ToArray();
        var sql = new StringBuilder(pieces[0]);
        for (var i = 0; i < order.Count; i++)
        {
            dialect.AppendParameter(sql, order[i], arrays[order[i]] ? null : types[order[i]]);
            sql.Append(pieces[i + 1]);
        }

        sql.Append(page);
        if (Lock is not RowLock.None)
            sql.Append(dialect.LockClause(Lock));
        return new(sql.ToString(), kind, source, types) { Arrays = arrays.Contains(true) ? arrays : null, Redacted = redacted.Contains(true) ? redacted : null };
    }

    /// <summary>The values of the parameters for a run, as the database stores them.</summary>
    internal object?[] Values(List<object?> variables, Adapter adapter)
    {
        if (parameters.Count == 0)
            return [];
        var values = new object?[parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = parameters[i].Value(variables);
            values[i] = parameters[i].Type is not { } type ? value
                : parameters[i].Form is SlotForm.List ? List(value, type, adapter)
                : type.Dump(Fitting(value, type), adapter.Dialect);
        }

        return values;
    }

    private static object List(object? value, FieldType element, Adapter adapter)
    {
        var items = value is ListValue list ? list.Items : [.. ((System.Collections.IEnumerable)value!).Cast<object?>()]; // a list is one or the other
        return adapter.ToArray(element, items.ConvertAll(item => element.Dump(Fitting(item, element), adapter.Dialect)));
    }

    // A captured byte goes beside a short, a char beside a text.
    private static object? Fitting(object? value, FieldType type) =>
        value is IConvertible and not Enum && value.GetType() != type.ClrType && SqlTypes.IsLiteral(type.ClrType) ? Convert.ChangeType(value, type.ClrType, CultureInfo.InvariantCulture) : value;
}

/// <summary>A plan whose rows become values.</summary>
internal sealed class QueryPlan<T>(
    string source, IReadOnlyList<string> pieces, IReadOnlyList<int> order, IReadOnlyList<PlanSlot> parameters, Func<RowContext, T> read, StatementKind kind = StatementKind.Select)
    : QueryPlan(kind, source, pieces, order, parameters)
{
    internal Func<RowContext, T> Read => read;
}
