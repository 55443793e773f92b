using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace Zhar.Eng.Tests.Packages;

/// <summary>All packages of this build, in a temporary folder.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    internal const string Version = "0.1.0-dev.0.12345";

    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-packages-").FullName;

    /// <summary>Their names.</summary>
    internal IReadOnlyList<string> Names { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/Release/net10.0
        var (code, output) = await Tool.Run(Repository.Root, TimeSpan.FromMinutes(4), new Dictionary<string, string?>(), "dotnet", "msbuild", "eng/Packages.proj", "-t:Pack", "-m", "-v:q", "-nologo", "-p:NoBuild=true", $"-p:MinVerVersionOverride={Version}", $"-p:Configuration={configuration}", $"-p:PackageOutputPath={_folder}/", "-p:ZharFeed=/a folder/of packages");
        Assert.True(code == 0, output);
        Names = [.. Directory.GetFiles(_folder, "*.nupkg").Select(static f => Path.GetFileName(f)[..^(Version.Length + ".nupkg".Length + 1)]).Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    internal ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(_folder, $"{name}.{Version}.nupkg"));

    /// <summary>The symbols of a package.</summary>
    internal ZipArchive OpenSymbols(string name) => ZipFile.OpenRead(Path.Combine(_folder, $"{name}.{Version}.snupkg"));

    /// <summary>What a package says of itself, without the namespace of the format.</summary>
    internal static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(static e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var root = XDocument.Load(stream).Root!; // a document has a root
        foreach (var element in root.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        return root.Element("metadata")!; // each nuspec has it
    }

    internal static string Text(ZipArchive package, string path)
    {
        using var reader = new StreamReader((package.GetEntry(path) ?? throw new FileNotFoundException($"The package has no {path}.")).Open());
        return reader.ReadToEnd();
    }
}
