namespace Zhar.Eng.Tests.Packages;

/// <summary>The libraries: what users reference.</summary>
internal static class LibraryProjects
{
    internal static IEnumerable<string> Names => Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
        .Where(static p => !File.ReadAllText(p).Contains("<IsPackable>false", StringComparison.Ordinal))
        .Select(static p => Path.GetFileNameWithoutExtension(p))
        .Where(static n => n is not ("Zhar.Cli" or "Zhar.Templates"));
}
