namespace Zhar.Web;

/// <summary>The content security policy of a page in development, widened by what the script of live reload needs: to be loaded from this site, and to connect to it.</summary>
internal static class ReloadPolicy
{
    private const string Self = "'self'", None = "'none'";

    internal static string Allow(string policy)
    {
        var directives = policy.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        foreach (var name in (ReadOnlySpan<string>)["script-src", "connect-src"])
            Widen(directives, name);
        return string.Join("; ", directives);
    }

    /// <summary>Adds this site to a directive; where there is none, to a copy of the one that stands in for it.</summary>
    private static void Widen(List<string> directives, string name)
    {
        var at = Find(directives, name);
        var fallback = at < 0 ? Find(directives, "default-src") : at;
        if (fallback < 0)
            return; // anything goes
        var words = directives[fallback].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(static w => !string.Equals(w, None, StringComparison.OrdinalIgnoreCase)).ToList();
        if (words.Contains(Self, StringComparer.OrdinalIgnoreCase) || words.Contains("*"))
            return;
        words.Add(Self);
        var directive = $"{name} {string.Join(' ', words)}";
        if (at < 0)
            directives.Add(directive);
        else
            directives[at] = directive;
    }

    private static int Find(List<string> directives, string name) =>
        directives.FindIndex(d => d.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (d.Length == name.Length || d[name.Length] == ' '));
}
