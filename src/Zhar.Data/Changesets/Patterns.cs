using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Zhar.Data;

/// <summary>Regular expressions that were given as texts, made once. They are constants of the program, so there are few; a program that makes them up gets a new one each time beyond a limit.</summary>
internal static class Patterns
{
    private const int Most = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    public static Regex Of(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        if (Known.TryGetValue(pattern, out var known))
            return known;
        var made = new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        return Known.Count < Most ? Known.GetOrAdd(pattern, made) : made;
    }
}
