using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Zhar.Eng.Tests.Dependencies;

public sealed class LicenceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("MIT", true)]
    [InlineData("(GPL-3.0-only OR MIT)", true)]
    [InlineData("MIT AND Apache-2.0", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData(null, false)]
    public void A_licence_has_to_be_on_the_list(string? expression, bool isAllowed) =>
        Assert.Equal(isAllowed, new LicenceList(["MIT", "Apache-2.0", "# a comment", "Named.Package: for a reason"]).Allows("Some.Package", expression));

    [Fact]
    public void A_package_may_be_named_itself() => Assert.True(new LicenceList(["Named.Package: for a reason"]).Allows("named.package", null));

    [Fact]
    public void Each_package_of_each_project_has_a_licence_that_is_allowed()
    {
        var list = LicenceList.Read();
        var packages = Projects().SelectMany(Packages).Distinct().Order(StringComparer.Ordinal).Select(static p => (Path: p, Name: p.Split('/')[^2], Licence: Licence(p))).ToList();

        output.WriteLine($"{packages.Count} packages: {string.Join(", ", packages.CountBy(static p => p.Licence ?? "no expression").Select(static c => $"{c.Key} {c.Value}"))}");
        Assert.True(packages.Count > 30, "The projects were not restored.");
        Assert.Empty(packages.Where(p => !list.Allows(p.Name, p.Licence)).Select(static p => $"{p.Name} has the licence '{p.Licence}', which eng/licences.txt does not have."));
    }

    [Theory]
    [InlineData("tests/browser")]
    [InlineData("src/Zhar.Live/Client")]
    [InlineData("docs/site")]
    public void Each_package_of_npm_has_a_licence_that_is_allowed(string folder)
    {
        var list = LicenceList.Read();
        using var locked = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(folder, "package-lock.json")));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(static p => p.Name.Length > 0)
            .Select(static p => (Name: p.Name[(p.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + "node_modules/".Length)..], Licence: p.Value.TryGetProperty("license", out var l) ? l.GetString() : null))
            .ToList();

        Assert.NotEmpty(packages);
        Assert.Empty(packages.Where(p => !list.Allows(p.Name, p.Licence)).Select(static p => $"{p.Name} has the licence '{p.Licence}', which eng/licences.txt does not have."));
    }

    [Fact]
    public void Each_lock_file_of_npm_is_checked()
    {
        var found = Directory.EnumerateFiles(Repository.Root, "package-lock.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 })
            .Select(static f => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(f)!).Replace('\\', '/')) // a file lies in a folder
            .Where(static f => !f.Split('/').Any(static part => part is "node_modules" or "obj" or "artifacts"));

        Assert.Equal(["docs/site", "src/Zhar.Live/Client", "tests/browser"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_package_that_is_no_longer_used_is_not_on_the_list()
    {
        var used = Projects().SelectMany(Packages).Select(static p => p.Split('/')[^2]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in (string[])["tests/browser", "docs/site"])
            used.UnionWith(File.ReadAllText(Repository.PathOf(folder, "package-lock.json")).Split('"').Select(static w => w.Replace("node_modules/", "", StringComparison.Ordinal)));

        Assert.Subset(used, new SortedSet<string>(LicenceList.Read().Packages, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The graphs of packages that the last restore has resolved.</summary>
    internal static IEnumerable<string> Projects() => ((string[])["src", "samples", "tests", "benchmarks", "eng"])
        .SelectMany(static f => Directory.EnumerateFiles(Repository.PathOf(f), "project.assets.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 }));

    /// <summary>The folders of the packages in a graph: <c>…/dapper/2.1.66</c>.</summary>
    private static IEnumerable<string> Packages(string assets)
    {
        using var graph = JsonDocument.Parse(File.ReadAllText(assets));
        var folders = graph.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static f => f.Name).ToList();
        return [.. graph.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(static l => l.Value.GetProperty("type").GetString() == "package")
            .Select(l => folders.Select(f => Path.Combine(f, l.Value.GetProperty("path").GetString()!)).FirstOrDefault(Directory.Exists) // each library has a path
                ?? throw new DirectoryNotFoundException($"{l.Name} of {assets} is not in {string.Join(", ", folders)}. Restore again."))
            .Select(static p => p.Replace('\\', '/'))];
    }

    private static string? Licence(string package)
    {
        var nuspec = Directory.EnumerateFiles(package, "*.nuspec").Single();
        return XDocument.Load(nuspec).Descendants().FirstOrDefault(static e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")?.Value;
    }
}
