using System.Xml.Linq;
using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Projects;

/// <summary>An application on the disk, as far as its files tell: its folder, its names, its parts.</summary>
internal sealed class AppProject
{
    /// <summary>A folder above that is not the user's is passed over.</summary>
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    private readonly HashSet<string> _packages;
    private readonly XElement _project;

    private AppProject(string folder, string file, XElement project)
    {
        Folder = folder;
        File = file;
        Module = Path.GetFileNameWithoutExtension(file);
        _project = project;
        _packages = new(References(project), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its folder.</summary>
    internal string Folder { get; }

    /// <summary>Its project file.</summary>
    internal string File { get; }

    /// <summary>Its name in code: <c>MyApp</c>.</summary>
    internal string Module { get; }

    /// <summary>The name of its web side: <c>MyAppWeb</c>.</summary>
    internal string Web => Module + "Web";

    /// <summary>Its name in configuration and file names: <c>my_app</c>.</summary>
    internal string Underscored => Naming.Underscore(Module);

    internal bool HasData => _packages.Contains("Zhar.Data");

    internal bool HasLive => _packages.Contains("Zhar.Live");

    internal bool HasMail => _packages.Contains("Zhar.Mail");

    internal bool HasHtml => System.IO.File.Exists(Path.Combine(Folder, Web, "Layouts.cs"));

    /// <summary>Whether generated schemas get UUIDs as primary keys.</summary>
    internal bool HasBinaryIds => Property("ZharBinaryId") is "true";

    internal string Version => Property("Version") ?? "0.1.0";

    internal string Database => _packages.Contains("Zhar.Data.Postgres") ? "postgres" : _packages.Contains("Zhar.Data.MySql") ? "mysql" : _packages.Contains("Zhar.Data.Sqlite") ? "sqlite" : "none";

    internal string TestProject => Path.Combine(Folder, "test", $"{Module}.Tests.csproj");

    internal IReadOnlyCollection<string> Packages => _packages;

    /// <summary>Finds the application that a folder belongs to.</summary>
    /// <exception cref="CliException">It belongs to none.</exception>
    internal static AppProject Find(string folder) =>
        Around(folder) ?? throw new CliException($"{folder} belongs to no application: neither there nor above is a project that references Zhar.", "zhar new my_app");

    /// <summary>The application that a folder belongs to, or would when it were there; null when it belongs to none.</summary>
    internal static AppProject? Around(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!at.Exists)
                continue;
            foreach (var file in at.EnumerateFiles("*.csproj", Readable).OrderBy(static f => f.Name, StringComparer.Ordinal))
            {
                var project = Read(file.FullName);
                if (System.IO.File.Exists(Path.Combine(at.FullName, "Program.cs")) && References(project).Any(static r => r == "Zhar"))
                    return new AppProject(at.FullName, file.FullName, project);
            }
        }

        return null;
    }

    /// <summary>A path of the application, with slashes.</summary>
    internal string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    private static IEnumerable<string> References(XElement project) => project
        .Descendants().Where(static e => e.Name.LocalName is "PackageReference" or "ProjectReference")
        .Select(static e => (string?)e.Attribute("Include") ?? "")
        .Select(static name => name.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name.Replace('\\', '/')) : name);

    private static XElement Read(string file)
    {
        try
        {
            return XElement.Load(file);
        }
        catch (System.Xml.XmlException e)
        {
            throw new CliException($"{file} cannot be read: {e.Message}");
        }
    }

    private string? Property(string name) => _project.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim();
}
