using System.Text.Json;
using System.Text.RegularExpressions;
using Zhar.Cli.Names;

namespace Zhar.Cli.Templates;

/// <summary>The template of an application, the same files that <c>dotnet new zhar</c> uses.</summary>
internal static class TemplateSet
{
    private const string Prefix = "app/";
    private const string Settings = "app/.template.config/template.json";

    /// <summary>The files of an application, by their path in its folder.</summary>
    internal static SortedDictionary<string, string> Render(AppName name, IReadOnlyDictionary<string, bool> symbols, string version)
    {
        var excluded = Excluded(symbols);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in typeof(TemplateSet).Assembly.GetManifestResourceNames().Select(static n => n.Replace('\\', '/')))
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal) || resource.StartsWith("app/.template.config/", StringComparison.Ordinal))
                continue;
            var path = resource[Prefix.Length..];
            if (excluded.Any(e => e.IsMatch(path)))
                continue;
            var text = TemplateText.Render(Read(resource), symbols);
            files.Add(Named(path, name), Named(text, name).Replace("ZHAR_VERSION", version, StringComparison.Ordinal));
        }

        return files;
    }

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
