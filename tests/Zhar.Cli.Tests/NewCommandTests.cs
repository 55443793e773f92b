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
    [InlineData("new 1app", "cannot name an application", "zhar new app")]
    [InlineData("new", "Required argument", "zhar new --help")]
    [InlineData("server", "belongs to no application", "zhar new my_app")]
    [InlineData("test", "belongs to no application", "zhar new my_app")]
    [InlineData("gen --undo", "belongs to no application", "zhar new my_app")]
    [InlineData("gen", "What is to be generated?", "zhar gen --help")]
    [InlineData("completions powershell", "There are completions for bash and zsh", "eval")]
    [InlineData("serve", "'serve'", "zhar --help")]
    public async Task An_error_says_the_next_command(string line, string why, string next)
    {
        var run = await CliRun.Of(_folder.Path, line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: {next}", run.Error, StringComparison.Ordinal);
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
