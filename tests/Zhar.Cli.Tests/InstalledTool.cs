using System.Diagnostics;
using System.Text;
using Zhar.Cli.Projects;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests;

/// <summary>The command as a user has it: the packages of this build in a feed of their own, the tool installed from it, nothing written outside of a temporary folder.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    /// <summary>The collection of the tests that share one installation.</summary>
    internal const string Tests = "installed tool";

    private readonly TempFolder _home = new();

    /// <summary>The command.</summary>
    internal string Program => _home["tools", "zhar"];

    /// <summary>Runs <c>dotnet new</c> with templates of its own.</summary>
    internal Task<string> DotNetNew(string folder, params string[] arguments) => Succeed(folder, TimeSpan.FromMinutes(2), "dotnet", ["new", .. arguments, "--debug:custom-hive", _home["hive"]]);

    /// <summary>Where the tests make their applications.</summary>
    internal string Folder => Directory.CreateDirectory(_home["work"]).FullName;

    public async ValueTask InitializeAsync()
    {
        var feed = Directory.CreateDirectory(_home["data", "zhar", "feed"]).FullName;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/Release/net10.0
        await Succeed(Repository.Root, TimeSpan.FromMinutes(4), "dotnet", "msbuild", "eng/Packages.proj", "-t:Pack", "-m", "-v:q", "-nologo", "-p:NoBuild=true", $"-p:MinVerVersionOverride={ToolVersion.Current}", $"-p:Configuration={configuration}", $"-p:PackageOutputPath={feed}/", $"-p:ZharFeed={feed}");
        await Succeed(_home.Path, TimeSpan.FromMinutes(2), "dotnet", "tool", "install", "Zhar.Cli", "--tool-path", _home["tools"], "--add-source", feed, "--prerelease");
        await DotNetNew(_home.Path, "install", Path.Combine(feed, $"Zhar.Templates.{ToolVersion.Current}.nupkg"));
    }

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return default;
    }

    /// <summary>Runs <c>zhar</c> and expects it to succeed.</summary>
    /// <returns>What it said.</returns>
    internal Task<string> Zhar(string folder, string line) => Succeed(folder, TimeSpan.FromMinutes(5), Program, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <inheritdoc cref="Command.Run"/>
    internal Task<(int Code, string Output)> Run(string folder, TimeSpan limit, IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments) =>
        Command.Run(StartOf(folder, environment, program, arguments), limit);

    /// <summary>Starts a program that runs on.</summary>
    internal SystemProcess Start(string folder, IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments) =>
        SystemProcess.Start(StartOf(folder, environment, program, arguments))!; // not with the shell: a process, or an exception

    private async Task<string> Succeed(string folder, TimeSpan limit, string program, params string[] arguments)
    {
        var (code, output) = await Run(folder, limit, null, program, arguments);
        Assert.True(code == 0, $"'{program} {string.Join(' ', arguments)}' ended with {code}:\n{output}");
        return output;
    }

    private ProcessStartInfo StartOf(string folder, IReadOnlyDictionary<string, string?>? environment, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment["XDG_DATA_HOME"] = _home["data"];

        // Packages of this build have the version of the last one: they must not be taken from, nor put into, the user's own folder.
        start.Environment["RestoreFallbackFolders"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } own ? own : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["NUGET_PACKAGES"] = _home["packages"];
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var name in (string[])["DOTNET_ENVIRONMENT", "DATABASE_URL", "PORT", "SECRET_KEY_BASE"])
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return start;
    }
}
