using Zhar.Cli.Templates;

namespace Zhar.Cli.Projects;

/// <summary>The folder of packages that <c>./dev install</c> fills: versions that no public feed has.</summary>
internal static class UserFeed
{
    internal static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
        "zhar",
        "feed");

    /// <summary>Whether the packages of this version come from there.</summary>
    internal static bool Has(string version) => File.Exists(Path.Combine(Folder, $"Zhar.{version}.nupkg"));

    /// <summary>The file that an application needs so that its restore looks there too, beside all other sources of the machine.</summary>
    internal static string Config => TemplateSet.LocalFeed.Replace("ZHAR_FEED", System.Security.SecurityElement.Escape(Folder), StringComparison.Ordinal);
}
