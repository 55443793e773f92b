using System.ComponentModel;
using System.Globalization;

namespace Zhar.Runtime;

/// <summary>Shows the arguments of a request in reports: <c>Increment(2)</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ArgumentText
{
    private const int Longest = 80;

    /// <summary>The value in invariant culture, strings in quotes, cut after 80 characters. Never throws.</summary>
    public static string Show<T>(T value)
    {
        try
        {
            return value switch
            {
                null => "null",
                string s => $"\"{Cut(s)}\"",
                IFormattable f => Cut(f.ToString(null, CultureInfo.InvariantCulture)),
                _ => Cut(value.ToString() ?? ""),
            };
        }
        catch (Exception e)
        {
            // A report about a failure must not fail itself because an argument cannot be shown.
            return $"({typeof(T).Name}, {e.GetType().Name} in ToString)";
        }
    }

    private static string Cut(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
