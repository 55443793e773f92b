using System.IO.Compression;
using System.Reflection.Metadata;
using Xunit;

namespace Zhar.Eng.Tests.Packages;

[Trait("Category", "Slow")]
public sealed class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Fact]
    public void Each_project_is_a_package() =>
        Assert.Equal([.. LibraryProjects.Names.Append("Zhar.Cli").Append("Zhar.Templates").Order(StringComparer.Ordinal)], packages.Names);

    [Fact]
    public void Each_package_says_what_it_is_who_made_it_and_from_which_commit() => Assert.All(packages.Names, name =>
    {
        using var package = packages.Open(name);
        var metadata = PackedPackages.Metadata(package);

        Assert.Equal(PackedPackages.Version, metadata.Element("version")?.Value);
        Assert.Equal(("MIT", "expression"), (metadata.Element("license")?.Value, metadata.Element("license")?.Attribute("type")?.Value));
        Assert.Equal("Zhar maintainers", metadata.Element("authors")?.Value);
        Assert.True(metadata.Element("description")?.Value.Length > 40, $"{name} has no description.");
        Assert.NotEmpty(metadata.Element("tags")?.Value ?? "");
        if (Directory.Exists(Repository.PathOf(".git")) || File.Exists(Repository.PathOf(".git")))
            Assert.Matches("^[0-9a-f]{40}$", metadata.Element("repository")?.Attribute("commit")?.Value);
    });

    [Fact]
    public void Each_package_has_its_readme() => Assert.All(packages.Names, name =>
    {
        using var package = packages.Open(name);

        Assert.Equal("README.md", PackedPackages.Metadata(package).Element("readme")?.Value);
        Assert.StartsWith($"# {name}", PackedPackages.Text(package, "README.md"), StringComparison.Ordinal);
    });

    [Fact]
    public void Each_library_has_its_documentation() => Assert.All(LibraryProjects.Names, name =>
    {
        using var package = packages.Open(name);

        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
        Assert.Contains("<summary>", PackedPackages.Text(package, $"lib/net10.0/{name}.xml"), StringComparison.Ordinal);
    });

    [Fact]
    public void The_symbols_of_each_library_have_their_sources_in_them() => Assert.All(LibraryProjects.Names.Append("Zhar.Cli"), name =>
    {
        using var symbols = packages.OpenSymbols(name);
        var entry = Assert.Single(symbols.Entries, e => e.Name == $"{name}.pdb");
        using var bytes = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(bytes);
        bytes.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        var pdb = provider.GetMetadataReader();

        Assert.NotEmpty(pdb.Documents);
        Assert.All(pdb.Documents, document => Assert.Contains(pdb.GetCustomDebugInformation(document), i => pdb.GetGuid(pdb.GetCustomDebugInformation(i).Kind) == EmbeddedSource));
    });

    [Fact]
    public void Packages_ask_for_each_other_in_the_version_that_they_were_made_with() => Assert.All(packages.Names, name =>
    {
        using var package = packages.Open(name);
        var ours = PackedPackages.Metadata(package).Descendants("dependency").Where(static d => d.Attribute("id")!.Value.StartsWith("Zhar", StringComparison.Ordinal)).ToList(); // a dependency has an id

        Assert.All(ours, static d => Assert.Equal(PackedPackages.Version, d.Attribute("version")?.Value));
        Assert.Equal(name is "Zhar" or "Zhar.Cli" or "Zhar.Templates", ours.Count == 0);
    });

    [Fact]
    public void Whose_files_a_package_has_is_told_with_their_licence()
    {
        using var live = packages.Open("Zhar.Live");
        var notices = PackedPackages.Text(live, "THIRD-PARTY-NOTICES.md");

        foreach (var text in (string[])["## phoenix 1.8.", "## phoenix_live_view 1.2.", "MIT License", "Permission is hereby granted"])
            Assert.Contains(text, notices, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_names_each_library_that_it_has_beside_it()
    {
        using var tool = packages.Open("Zhar.Cli");
        var notices = PackedPackages.Text(tool, "THIRD-PARTY-NOTICES.md");
        var foreign = tool.Entries.Where(static e => e.Name.EndsWith(".dll", StringComparison.Ordinal) && !e.Name.StartsWith("Zhar", StringComparison.Ordinal)).Select(static e => e.Name).Distinct().ToList();

        Assert.True(foreign.Count >= 3);
        Assert.All(foreign, name => Assert.Contains($"`{name}`", notices, StringComparison.Ordinal));
    }

    [Fact]
    public void No_other_package_has_files_of_others() => Assert.All(packages.Names.Except(["Zhar.Cli"]), name =>
    {
        using var package = packages.Open(name);

        Assert.All(package.Entries.Where(static e => e.Name.EndsWith(".dll", StringComparison.Ordinal)), static e => Assert.StartsWith("Zhar", e.Name, StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("Zhar", "Zhar.Generators.dll", "Zhar.CodeFixes.dll")]
    [InlineData("Zhar.Web", "Zhar.Web.Generators.dll")]
    [InlineData("Zhar.Live", "Zhar.Live.Generators.dll")]
    [InlineData("Zhar.Data", "Zhar.Data.Generators.dll")]
    public void Generators_travel_with_the_library_that_needs_them(string name, params string[] generators)
    {
        using var package = packages.Open(name);

        Assert.All(generators, g => Assert.NotNull(package.GetEntry($"analyzers/dotnet/cs/{g}")));
    }

    [Fact]
    public void The_template_asks_for_the_packages_it_was_made_with_and_for_the_folder_where_they_are()
    {
        using var package = packages.Open("Zhar.Templates");

        Assert.Contains($"<ZharVersion>{PackedPackages.Version}</ZharVersion>", PackedPackages.Text(package, "content/zhar-app/Directory.Packages.props"), StringComparison.Ordinal);
        Assert.Contains("value=\"/a folder/of packages\"", PackedPackages.Text(package, "content/zhar-app/nuget.config"), StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(PackedPackages.Text(package, "content/zhar-app/.template.config/template.json"));
        Assert.Equal("zhar-app", json.RootElement.GetProperty("shortName").GetString());
        foreach (var file in (string[])[".gitignore", ".editorconfig", "MyApp.csproj", "MyAppWeb/Router.cs", "test/MyApp.Tests.csproj"])
            Assert.NotNull(package.GetEntry($"content/zhar-app/{file}"));
    }
}
