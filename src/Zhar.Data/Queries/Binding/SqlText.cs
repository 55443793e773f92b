using System.Globalization;
using System.Text.RegularExpressions;

namespace Zhar.Data;

/// <summary>A compiled statement, cut at its parameters.</summary>
/// <param name="Pieces">The text between the parameters.</param>
/// <param name="Order">Which parameter stands in each gap.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="IsSound">Whether other values of the variables surely give the same text: each parameter is one of the variables as it is, and each variable that has a value is in the text.</param>
internal sealed partial record SqlText(IReadOnlyList<string> Pieces, IReadOnlyList<int> Order, IReadOnlyList<PlanSlot> Parameters, bool IsSound)
{
    internal static SqlText Of(CompiledStatement statement, Binder binder, string dialect)
    {
        var sql = statement.Text;
        var byName = statement.Parameters.ToDictionary(static p => p.ParameterName.TrimStart('@', ':', '$'), StringComparer.Ordinal);
        var (pieces, order, parameters, numbers) = (new List<string>(), new List<int>(), new List<PlanSlot>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var used = new bool[binder.Slots.Count];
        var isSound = true;
        var start = 0;
        foreach (Match match in TokensOf(dialect).Matches(sql))
        {
            var name = match.Groups["name"].Value;
            if (name.Length == 0 || !byName.TryGetValue(name, out var parameter))
                continue;
            if (!numbers.TryGetValue(name, out var number))
            {
                number = parameters.Count;
                numbers.Add(name, number);
                if (SlotName().Match(name) is { Success: true } slot && int.Parse(slot.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var index && index < used.Length)
                {
                    used[index] = true;
                    parameters.Add(binder.Slots[index]);
                }
                else
                {
                    isSound = false;
                    parameters.Add(new(-1, parameter.Value is DBNull ? null : parameter.Value, SlotForm.Value, null, IsRedacted: false));
                }
            }

            pieces.Add(sql[start..match.Index]);
            order.Add(number);
            start = match.Index + match.Length;
        }

        pieces.Add(sql[start..]);
        for (var i = 0; i < used.Length; i++)
            isSound &= used[i] || binder.IsNull[i];
        return new(pieces, order, parameters, isSound);
    }

    // Texts and quoted names are skipped, so that nothing in them is taken for a parameter; so are PostgreSQL's casts.
    private static Regex TokensOf(string dialect) => dialect switch
    {
        "sqlite" => SqliteTokens(),
        "mysql" => MySqlTokens(),
        _ => PostgresTokens(),
    };

    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|::|[@:$](?<name>[A-Za-z_][A-Za-z0-9_]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex PostgresTokens();

    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]]*\]|[@:$](?<name>[A-Za-z_][A-Za-z0-9_]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex SqliteTokens();

    // A backslash inside a text is an escape.
    [GeneratedRegex("""'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`|[@:$](?<name>[A-Za-z_][A-Za-z0-9_]*)""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex MySqlTokens();

    [GeneratedRegex("^zs([0-9]+)z$", RegexOptions.CultureInvariant)]
    private static partial Regex SlotName();
}
