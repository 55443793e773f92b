using Xunit;

namespace Zhar.Eng.Tests.Packages;

/// <summary>Versions come from the tags of the repository, and there is one where there are no tags, no repository or no git.</summary>
[Trait("Category", "Slow")]
public sealed class VersionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _root = Directory.CreateTempSubdirectory("zhar-version-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_version_is_that_of_the_last_tag_and_the_commits_since()
    {
        MakeProject();
        Assert.Equal("0.1.0-dev", await Version()); // as in an archive

        await Git("init", "--quiet");
        await Commit();
        Assert.Equal("0.1.0-dev.0", await Version());
        Assert.Equal("0.1.0-dev", await Version(path: PathWithoutGit()));

        await Git("tag", "v0.2.0");
        Assert.Equal("0.2.0", await Version());

        await Commit();
        Assert.Equal("0.2.1-dev.0.1", await Version());
    }

    private void MakeProject()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Packages.props", "src/Directory.Build.props", "src/Directory.Build.targets", "global.json"])
        {
            var to = Path.Combine(_root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!); // a file lies in a folder
            File.Copy(Repository.PathOf(file), to);
        }

        Directory.CreateDirectory(Path.Combine(_root, "src", "Small"));
        File.WriteAllText(Path.Combine(_root, "src", "Small", "Small.csproj"), """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><IsPackable>false</IsPackable></PropertyGroup></Project>""");
        File.WriteAllText(Path.Combine(_root, ".gitignore"), "obj/\n");
    }

    private async Task Commit()
    {
        await Git("add", ".");
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "-m", "A commit");
    }

    private async Task Git(params string[] arguments)
    {
        var (code, output) = await Tool.Run(_root, Limit, new Dictionary<string, string?>(), "git", arguments);
        Assert.True(code == 0, output);
    }

    private async Task<string> Version(string? path = null)
    {
        var environment = new Dictionary<string, string?>();
        if (path is not null)
            environment["PATH"] = path;
        if (!Directory.Exists(Path.Combine(_root, "src", "Small", "obj")))
        {
            var (restored, why) = await Tool.Run(_root, Limit, environment, "dotnet", "restore", "src/Small", "-v", "q");
            Assert.True(restored == 0, why);
        }

        var (code, output) = await Tool.Run(_root, Limit, environment, DotNet(), "msbuild", "src/Small", "-t:MinVer", "-getProperty:Version", "-nologo");
        Assert.True(code == 0, output);
        return output.Trim();
    }

    /// <summary>A folder with a shell, and with nothing else.</summary>
    private string PathWithoutGit()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "obj", "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "sh"), "/bin/sh");
        return folder;
    }

    /// <summary>The program itself, not a link to it: beside it lies nothing but .NET.</summary>
    private static string DotNet()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(static p => Path.Combine(p, "dotnet")).First(File.Exists);
        return new FileInfo(found).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found;
    }
}
