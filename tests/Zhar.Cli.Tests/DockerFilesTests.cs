using Zhar.Cli.Output;
using Zhar.Cli.Projects;
using Zhar.Cli.Releases;

namespace Zhar.Cli.Tests;

public sealed class DockerFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_image_is_not_root_knows_its_health_and_ends_in_order()
    {
        var app = AppProject.Find(await CliRun.New(_folder));

        var (output, _) = Write(app, overwrites: false);

        var lines = await File.ReadAllLinesAsync(app.PathOf("Dockerfile"));
        Assert.Contains("USER 10001", lines);
        Assert.Contains("STOPSIGNAL SIGTERM", lines);
        Assert.Contains("CMD [\"/app/bin/my_app\", \"start\"]", lines);
        Assert.Contains(lines, static l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && l.EndsWith("CMD [\"/app/bin/my_app\", \"ping\"]", StringComparison.Ordinal));
        Assert.Contains("COPY --chown=root:root releases/my_app /app", lines); // what runs cannot change itself
        Assert.True(Array.FindIndex(lines, static l => l.StartsWith("USER ", StringComparison.Ordinal)) > Array.FindIndex(lines, static l => l.StartsWith("RUN ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, static l => l.Contains("SECRET_KEY_BASE=", StringComparison.Ordinal));
        Assert.Contains("docker build -t my_app:0.1.0 .", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_kept_unless_it_may_be_replaced()
    {
        var app = AppProject.Find(await CliRun.New(_folder));
        await File.WriteAllTextAsync(app.PathOf("Dockerfile"), "FROM mine\n");

        var (_, error) = Write(app, overwrites: false);
        Assert.Contains("Dockerfile is there already, and stays as it is.", error, StringComparison.Ordinal);
        Assert.Equal("FROM mine\n", await File.ReadAllTextAsync(app.PathOf("Dockerfile")));

        Write(app, overwrites: true);
        Assert.NotEqual("FROM mine\n", await File.ReadAllTextAsync(app.PathOf("Dockerfile")));
    }

    [Theory]
    [InlineData("release --docker --framework-dependent", "has no .NET", "zhar release --docker")]
    [InlineData("release --docker --runtime win-x64", "this release is for win-x64", "zhar release --docker --runtime linux-x64")]
    [InlineData("release --docker --runtime linux-musl-x64", "this release is for linux-musl-x64", "zhar release --docker --runtime linux-x64")]
    public async Task A_release_that_would_not_run_in_the_image_is_not_built(string line, string why, string next)
    {
        var app = await CliRun.New(_folder);

        var run = await CliRun.Of(app, line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: {next}", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(app, "releases")));
    }

    private static (string Output, string Error) Write(AppProject app, bool overwrites)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        DockerFiles.Write(Terminal.Plain(output, error), app, app.PathOf("releases", app.Underscored), overwrites);
        return (output.ToString(), error.ToString());
    }
}
