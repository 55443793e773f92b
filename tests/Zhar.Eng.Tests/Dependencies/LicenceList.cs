using System.Text.RegularExpressions;

namespace Zhar.Eng.Tests.Dependencies;

/// <summary>What <c>eng/licences.txt</c> allows.</summary>
internal sealed partial class LicenceList
{
    private readonly HashSet<string> _licences = new(StringComparer.Ordinal);
    private readonly HashSet<string> _packages = new(StringComparer.OrdinalIgnoreCase);

    internal LicenceList(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(static l => l.Trim()).Where(static l => l.Length > 0 && l[0] != '#'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                _licences.Add(line);
            else
                _packages.Add(line[..colon]);
        }
    }

    internal IReadOnlySet<string> Packages => _packages;

    internal static LicenceList Read() => new(File.ReadAllLines(Repository.PathOf("eng", "licences.txt")));

    /// <summary>Whether a package may be used.</summary>
    /// <param name="package">Its name.</param>
    /// <param name="expression">Its licence as an SPDX expression; null when it does not name one.</param>
    internal bool Allows(string package, string? expression) => _packages.Contains(package) || (expression is not null && Allows(expression));

    /// <summary>One of several licences is enough; of those that hold together, each has to be allowed.</summary>
    private bool Allows(string expression) => Plain().Replace(expression, "").Split(" OR ").Any(any => any.Split(" AND ").All(all => _licences.Contains(all.Trim())));

    [GeneratedRegex("[()]")]
    private static partial Regex Plain();
}
