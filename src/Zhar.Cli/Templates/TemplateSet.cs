using System.Text.Json;
using System.Text.RegularExpressions;
using Zhar.Cli.Names;

namespace Zhar.Cli.Templates;

/// <summary>The template of an application, the same files that <c>dotnet new zhar-app</c> uses.</summary>
internal static class TemplateSet
{
    private const string Settings = "app/.template.config/template.json";

    /// <summary>The <c>nuget.config</c> of an application whose packages are in a folder of this machine.</summary>
    internal static string LocalFeed => Read("local/nuget.config").ReplaceLineEndings("\n");

    /// <summary>The files of an application, by their path in its folder.</summary>
    internal static SortedDictionary<string, string> Render(AppName name, IReadOnlyDictionary<string, bool> symbols, string version)
    {
        var excluded = Excluded(symbols);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, text) in Files("app/", symbols))
        {
            if (!path.StartsWith(".template.config/", StringComparison.Ordinal) && !excluded.Any(e => e.IsMatch(path)))
                files.Add(Named(path, name), Named(text, name).Replace("ZHAR_VERSION", version, StringComparison.Ordinal));
        }

        return files;
    }

    /// <summary>The files of sign-up and log-in.</summary>
    internal static SortedDictionary<string, string> RenderAuth(AppName name, IReadOnlyDictionary<string, bool> symbols)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, text) in Files("auth/", symbols))
        {
            if (symbols["live"] || !path.EndsWith("RequireLiveUser.cs", StringComparison.Ordinal))
                files.Add(Named(path, name), Named(text, name));
        }

        return files;
    }

    private static IEnumerable<(string Path, string Text)> Files(string prefix, IReadOnlyDictionary<string, bool> symbols) => typeof(TemplateSet).Assembly.GetManifestResourceNames()
        .Select(static n => n.Replace('\\', '/'))
        .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
        .Select(n => (n[prefix.Length..], n.EndsWith(".json", StringComparison.Ordinal) && n.Contains(".template.config", StringComparison.Ordinal) ? "" : TemplateText.Render(Read(n), symbols)));

    private static List<Regex> Excluded(IReadOnlyDictionary<string, bool> symbols)
    {
        using var settings = JsonDocument.Parse(Read(Settings));
        var patterns = new List<Regex>();
        foreach (var modifier in settings.RootElement.GetProperty("sources")[0].GetProperty("modifiers").EnumerateArray())
        {
            if (modifier.TryGetProperty("condition", out var condition) && !Condition.Eval(condition.GetString()!, symbols)) // a condition is text
                continue;
            patterns.AddRange(modifier.GetProperty("exclude").EnumerateArray().Select(static e => Glob(e.GetString()!))); // and so is a pattern
        }

        return patterns;
    }

    private static Regex Glob(string pattern) =>
        new("^" + Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");

    private static string Named(string text, AppName name) => text.Replace("MyApp", name.Module, StringComparison.Ordinal).Replace("my_app", name.Underscored, StringComparison.Ordinal);

    private static string Read(string resource)
    {
        var assembly = typeof(TemplateSet).Assembly;
        using var stream = assembly.GetManifestResourceStream(resource) ?? assembly.GetManifestResourceStream(resource.Replace('/', '\\'))
            ?? throw new InvalidOperationException($"The tool was built without {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
