using System.Runtime.Versioning;

namespace Zhar.Cli.Tests;

public sealed class NewCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_commands_are_shown()
    {
        var run = await CliRun.Of(_folder.Path, "new", "my_app", "--database", "postgres");

        Assert.Equal(0, run.Code);
        foreach (var command in (string[])["cd my_app", "zhar db create", "zhar server", "http://localhost:4000"])
            Assert.Contains(command, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_not_touched()
    {
        Directory.CreateDirectory(_folder["my_app"]);
        await File.WriteAllTextAsync(_folder["my_app", "mine.txt"], "mine");

        var run = await CliRun.Of(_folder.Path, "new", "my_app");

        Assert.Equal(1, run.Code);
        Assert.Contains("not empty. Nothing was written.", run.Error, StringComparison.Ordinal);
        Assert.Equal([_folder["my_app", "mine.txt"]], Directory.EnumerateFileSystemEntries(_folder["my_app"]));
    }

    [Fact]
    public async Task An_empty_folder_is_filled()
    {
        Directory.CreateDirectory(_folder["my_app"]);

        Assert.Equal(0, (await CliRun.Of(_folder["my_app"], "new", ".", "--module", "MyApp")).Code);
        Assert.True(File.Exists(_folder["my_app", "MyApp.csproj"]));
    }

    [Fact]
    public async Task The_folder_that_one_is_in_gives_the_name_and_may_be_under_version_control()
    {
        Directory.CreateDirectory(_folder["big_shop", ".git"]);

        var run = await CliRun.Of(_folder["big_shop"], "new", ".");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.True(File.Exists(_folder["big_shop", "BigShop.csproj"]));
        Assert.DoesNotContain("cd .", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_was_there_stays_there_with_what_it_had()
    {
        Directory.CreateDirectory(_folder["my_app", ".git"]);
        await File.WriteAllTextAsync(_folder["my_app", ".git", "HEAD"], "ref: refs/heads/main");

        Assert.Throws<Output.CliException>(() => Projects.FileSet.WriteNew(_folder["my_app"], [new("MyApp/Repo.cs", "x"), new("MyApp/Repo.cs/no", "x")]));

        Assert.Equal([_folder["my_app", ".git"]], Directory.EnumerateFileSystemEntries(_folder["my_app"]));
        Assert.True(File.Exists(_folder["my_app", ".git", "HEAD"]));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_leaves_nothing_behind()
    {
        await File.WriteAllTextAsync(_folder["file"], "");

        var run = await CliRun.Of(_folder.Path, "new", "file/my_app");

        Assert.Equal(1, run.Code);
        Assert.Contains("Nothing was left behind.", run.Error, StringComparison.Ordinal);
        Assert.Equal([_folder["file"]], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("new my_app --database oracle", "There is no database 'oracle'", "zhar new my_app --database sqlite")]
    [InlineData("new -x", "cannot name an application", "zhar new x")]
    [InlineData("new task", "type of .NET or of Zhar", "zhar new task_app")]
    [InlineData("new Presence", "type of .NET or of Zhar", "zhar new presence_app")]
    [InlineData("new 1app", "cannot name an application", "zhar new app")]
    [InlineData("new", "Required argument", "zhar new --help")]
    [InlineData("server", "belongs to no application", "zhar new my_app")]
    [InlineData("test", "belongs to no application", "zhar new my_app")]
    [InlineData("gen --undo", "belongs to no application", "zhar new my_app")]
    [InlineData("gen", "What is to be generated?", "zhar gen --help")]
    [InlineData("completions tcsh", "There are completions for bash, zsh, fish and pwsh", "eval")]
    [InlineData("server --prot 4001", "'--prot'", "zhar server --help")]
    public async Task An_error_says_the_next_command(string line, string why, string next)
    {
        var run = await CliRun.Of(_folder.Path, line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: {next}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "other")]
    [InlineData("deep/er/other", "other")]
    [InlineData("test/other", "other")]
    public async Task An_application_inside_of_another_one_is_refused(string path, string name)
    {
        var app = await CliRun.New(_folder);
        var before = Directory.EnumerateFileSystemEntries(app, "*", SearchOption.AllDirectories).Count();

        var run = await CliRun.Of(app, "new", path);

        Assert.Equal(1, run.Code);
        Assert.Contains("lies in the application MyApp, which would compile the files of the new one as its own. Nothing was written.", run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: cd {_folder.Path}, then zhar new {name}\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(app, "*", SearchOption.AllDirectories).Count());
        Assert.Equal(0, (await CliRun.Of(app, "new", "../other")).Code);
    }

    [Fact]
    public async Task A_taken_port_is_named_and_another_one_is_proposed()
    {
        var app = await CliRun.New(_folder);
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        var run = await CliRun.Of(app, "server", "--port", $"{port}");

        Assert.Equal(1, run.Code);
        Assert.Contains($"Port {port} is taken", run.Error, StringComparison.Ordinal);
        Assert.Contains($"zhar server --port {port + 1}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server --port 0", "'0' is no port: it has to be a number from 1 to 65535.", "zhar server --help")]
    [InlineData("server --port 99999", "'99999' is no port", "zhar server --help")]
    [InlineData("server --port abc", "'abc' is no value for --port: it has to be a whole number.", "zhar server --help")]
    [InlineData("migrate --step many", "'many' is no value for --step: it has to be a whole number.", "zhar migrate --help")]
    public async Task A_number_that_is_none_is_named(string line, string why, string next)
    {
        var run = await CliRun.Of(await CliRun.New(_folder), line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: {next}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh\necho 9.0.300\n", "Zhar needs the .NET SDK 10.0.100 or later, and this is 9.0.300.")]
    [InlineData("#!/bin/sh\necho 'A compatible .NET SDK was not found.' >&2\nexit 145\n", "There is no .NET SDK for this folder: A compatible .NET SDK was not found.")]
    [InlineData(null, "'dotnet' could not be started")]
    [UnsupportedOSPlatform("windows")]
    public async Task An_sdk_that_is_missing_or_too_old_is_named_and_nothing_is_left_behind(string? dotnet, string why)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The program that stands for the SDK is a script.");
        var bin = Directory.CreateDirectory(_folder["bin"]).FullName;
        if (dotnet is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(bin, "dotnet"), dotnet);
            File.SetUnixFileMode(Path.Combine(bin, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            File.CreateSymbolicLink(Path.Combine(bin, "sh"), "/bin/sh");
        }

        var work = Directory.CreateDirectory(_folder["work"]).FullName;

        var (code, error) = await CliRun.Program(work, new Dictionary<string, string?> { ["PATH"] = bin }, "new", "my_app");

        Assert.Equal(1, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Contains("https://dot.net/download", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(work));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_only_others_may_write_to_stays_as_it_is()
    {
        if (!OperatingSystem.IsLinux() || (Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv")))
            Assert.Skip("The superuser may write everywhere, and there is no setpriv to be somebody else.");
        var app = await CliRun.New(_folder);
        foreach (var folder in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories).Append(_folder.Path))
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        try
        {
            var before = Directory.EnumerateFileSystemEntries(app, "*", SearchOption.AllDirectories).ToList();

            var made = await CliRun.ProgramAsNobody(_folder.Path, "new", "other");
            var generated = await CliRun.ProgramAsNobody(app, "gen", "server", "Counter");

            Assert.Equal((1, 1), (made.Code, generated.Code));
            Assert.Contains("Nothing was left behind.", made.Error, StringComparison.Ordinal);
            Assert.Contains("Nothing was left behind.", generated.Error, StringComparison.Ordinal);
            Assert.Equal(before, Directory.EnumerateFileSystemEntries(app, "*", SearchOption.AllDirectories));
        }
        finally
        {
            foreach (var folder in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories).Append(_folder.Path))
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _zhar zhar")]
    [InlineData("zsh", "compdef _zhar zhar")]
    [InlineData("fish", "complete -c zhar")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName zhar")]
    public async Task Each_shell_gets_a_script_that_it_can_read(string shell, string line)
    {
        var run = await CliRun.Of(_folder.Path, "completions", shell);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
        if (!File.Exists($"/usr/bin/{shell}"))
            return;
        await File.WriteAllTextAsync(_folder["script"], run.Output);
        var (code, error) = await CliRun.Start(_folder.Path, null, $"/usr/bin/{shell}", shell == "fish" ? ["--no-execute", _folder["script"]] : ["-n", _folder["script"]]);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task Bash_completes_commands_options_and_values()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bash"), "There is no bash.");
        var script = (await CliRun.Of(_folder.Path, "completions", "bash")).Output;
        var program = $"zhar() {{ '{CliRun.ProgramFile}' \"$@\"; }}\n{script}\n";
        async Task<string> Complete(string line, string word)
        {
            var text = $"{program}COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({line} {(word.Length == 0 ? "''" : "")}) COMP_CWORD={line.Split(' ').Length - 1}; _zhar; echo \"${{COMPREPLY[*]}}\" >&2";
            return (await CliRun.Start(_folder.Path, null, "/usr/bin/bash", "-c", text)).Error.Trim();
        }

        Assert.Equal("gen", await Complete("zhar ge", "ge"));
        Assert.Equal("live", await Complete("zhar gen li", "li"));
        Assert.Equal("--database", await Complete("zhar new my_app --da", "--da"));
        Assert.Equal("sqlite", await Complete("zhar new my_app --database sq", "sq"));
    }

    [Fact]
    public async Task A_secret_is_long_enough_and_never_the_same()
    {
        var first = await CliRun.Of(_folder.Path, "gen", "secret");
        var second = await CliRun.Of(_folder.Path, "gen", "secret");

        Assert.True(first.Output.Trim().Length >= 64);
        Assert.NotEqual(first.Output, second.Output);
    }

    [Fact]
    public async Task Info_names_the_application_and_its_parts()
    {
        var app = await CliRun.New(_folder, "--database", "mysql");

        var run = await CliRun.Of(Path.Combine(app, "test"), "info");

        Assert.Contains($"MyApp 0.1.0 in {app}", run.Output, StringComparison.Ordinal);
        Assert.Contains("Zhar.Data.MySql", run.Output, StringComparison.Ordinal);
    }
}
