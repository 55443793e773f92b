using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Zhar.Cli.Tests.Reload;

/// <summary>A new application that is edited while <c>zhar server</c> runs it.</summary>
[Trait("Category", "Slow")]
[Collection(InstalledTool.Tests)]
public sealed class ReloadServerTests(RunningServer server, ITestOutputHelper output) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private static readonly string Page = Path.Combine("MyAppWeb", "Live", "HomeLive.cs"), Application = Path.Combine("MyApp", "Application.cs");

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));
    private readonly int _began = server.Said.Length;

    public ValueTask InitializeAsync()
    {
        server.Forget();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine(server.Said[_began..]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await server.Restore(patience.Token);
        _patience.Dispose();
    }

    [Fact]
    public async Task An_edit_is_on_the_page_and_an_error_in_the_browser()
    {
        using var browser = await server.Listen(_patience.Token);
        var first = await RunningServer.Status(browser, static _ => true, _patience.Token);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"data-generation=\"{first.Generation}\""), await server.Client.GetStringAsync("/", _patience.Token), StringComparison.Ordinal);

        // A template.
        await Edit("It runs.", "It is edited.", "It is edited.");

        // A new type in a new folder, and a changed signature.
        Directory.CreateDirectory(Path.Combine(server.Folder, "MyApp", "Greetings"));
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "MyApp", "Greetings", "Greeting.cs"), "namespace MyApp;\n\npublic sealed record Greeting(string Name)\n{\n    public string Text => $\"Hello, {Name}.\";\n}\n", _patience.Token);
        await Edit("It is edited.", "{new MyApp.Greeting(\"you\").Text}", "Hello, you.");

        // What does not compile: the page is as it was, and says why.
        using var after = await server.Listen(_patience.Token);
        await server.Replace(Page, ".Text}", ".Missing}", _patience.Token);
        var broken = await RunningServer.Status(after, static s => s.Problem is not null, _patience.Token);
        var error = Assert.Single(broken.Problem!.Errors); // waited for
        Assert.Equal(("MyAppWeb/Live/HomeLive.cs", "CS1061"), (error.File, error.Code));
        Assert.Contains(error.Source, l => l.Number == error.Line && l.Text.Contains("Missing", StringComparison.Ordinal));
        Assert.Contains("Hello, you.", await server.Client.GetStringAsync("/", _patience.Token), StringComparison.Ordinal);

        // Mended: nothing has to be exchanged.
        await server.Replace(Page, ".Missing}", ".Text}", _patience.Token);
        var mended = await RunningServer.Status(after, static s => s.Problem is null, _patience.Token);
        Assert.Equal(broken.Generation, mended.Generation);
    }

    [Fact]
    public async Task What_only_a_build_refuses_runs_and_is_told_afterwards()
    {
        await Edit("It runs.</h1>", "It runs on.</h1></b>", "<h1>It runs on.</h1></b>");

        var problem = (await Follow(static s => s.Problem is not null)).Problem!; // waited for
        Assert.Equal("A build refuses this", problem.Title);
        Assert.Equal("ZHAR0252", Assert.Single(problem.Errors).Code);

        await Edit("It runs on.</h1></b>", "It is mended.</h1>", "<h1>It is mended.</h1>");
        await Follow(static s => s.Problem is null);

        await server.Replace(Page, "public sealed record Assigns(", "private static int Length(string? text) => text.Length;\n    public sealed record Assigns(", _patience.Token);
        Assert.Contains("HomeLive.cs", await server.Says("CS8602", _patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_style_makes_no_version()
    {
        using var browser = await server.Listen(_patience.Token);
        var before = await RunningServer.Status(browser, static s => !s.IsLeaving, _patience.Token);

        await File.AppendAllTextAsync(Path.Combine(server.Folder, "wwwroot", "app.css"), "\n.new { color: red }\n", _patience.Token);

        var styled = await RunningServer.Status(browser, s => s.Assets > before.Assets, _patience.Token);
        Assert.Equal((before.Generation, "/app.css"), (styled.Generation, Assert.Single(styled.Paths)));
    }

    [Fact]
    public async Task Code_that_changes_together_with_style_and_settings_needs_no_build()
    {
        await File.AppendAllTextAsync(Path.Combine(server.Folder, "wwwroot", "app.css"), "\n.new { color: red }\n", _patience.Token);
        await server.Replace(Path.Combine("config", "appsettings.Development.json"), "\"Logging\"", "\"Motto\": \"Slowly\", \"Logging\"", _patience.Token);
        await Edit("It runs.", "It has changed.", "It has changed.");

        Assert.DoesNotContain("Building", server.Said[_began..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_does_not_start_leaves_the_one_before_it_and_the_next_edit_mends_it()
    {
        await server.Replace(Application, "Supervisor.OneForOne(", "throw new InvalidOperationException(\"Not today.\"); private SupervisorSpec Tree() => Supervisor.OneForOne(", _patience.Token);

        Assert.Contains("The version before it has been started again.", await server.Says("has been started again.", _patience.Token), StringComparison.Ordinal);
        Assert.Contains("Application.cs:line ", server.Said, StringComparison.Ordinal); // its symbols are those of this version
        Assert.Contains("It runs.", await server.Client.GetStringAsync("/", _patience.Token), StringComparison.Ordinal);
        using var browser = await server.Listen(_patience.Token);
        var broken = await RunningServer.Status(browser, static s => s.Problem is not null, _patience.Token);
        Assert.Contains("Not today.", broken.Problem!.Text, StringComparison.Ordinal); // waited for

        await server.Replace(Application, "throw new InvalidOperationException(\"Not today.\"); private SupervisorSpec Tree() => ", "", _patience.Token);

        var mended = await Follow(s => s.Problem is null);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"data-generation=\"{mended.Generation}\""), await server.PageHas("It runs.", _patience.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_version_before_it_does_not_start_either_a_page_says_so_until_the_next_edit()
    {
        await server.Replace(Application, "protected override SupervisorSpec Start() => ", "protected override SupervisorSpec Start() => File.Exists(\"broken\") ? throw new InvalidOperationException(\"Broken.\") : ", _patience.Token);
        await Edit("It runs.", "It may break.", "It may break.");
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "broken"), "", _patience.Token);

        await server.Replace(Page, "It may break.", "It breaks.", _patience.Token);
        await server.Says("Nothing runs now.", _patience.Token);

        await server.PageHas("<h1>The application does not run</h1>", _patience.Token);
        using (var answer = await server.Client.GetAsync("/any/page", _patience.Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("/__zhar__/reload.js", await answer.Content.ReadAsStringAsync(_patience.Token), StringComparison.Ordinal);
        }

        Assert.Contains("Broken.", (await Follow(static s => s.Problem is not null)).Problem!.Text, StringComparison.Ordinal); // waited for

        File.Delete(Path.Combine(server.Folder, "broken"));
        await server.Replace(Page, "It breaks.", "It is whole.", _patience.Token);

        await server.PageHas("<h1>It is whole.</h1>", _patience.Token);
        await Follow(static s => s.Problem is null);
    }

    [Fact]
    public async Task Changed_settings_start_the_application_in_the_same_program_and_a_changed_project_starts_another()
    {
        await server.Replace(Page, "HomeLive :", "HomeLive(Microsoft.Extensions.Configuration.IConfiguration config) :", _patience.Token);
        await Edit("It runs.", "{config[\"Motto\"] ?? \"none\"} in {Environment.ProcessId}", "none in ");
        var program = await Program("none in ");

        await server.Replace(Path.Combine("config", "appsettings.Development.json"), "\"Logging\"", "\"Motto\": \"Slowly\", \"Logging\"", _patience.Token);
        Assert.Equal(program, await Program("Slowly in "));
        await server.Says("Started again with the changed settings", _patience.Token);

        // Settings that cannot be read: the error is shown, and what ran before goes on.
        await server.Replace(Path.Combine("config", "appsettings.Development.json"), "\"Motto\": ", "\"Motto\"; ", _patience.Token);
        Assert.Contains("appsettings.Development.json", (await Follow(static s => s.Problem is not null)).Problem!.Text, StringComparison.Ordinal); // waited for
        Assert.Equal(program, await Program("Slowly in "));

        await server.Replace(Path.Combine("config", "appsettings.Development.json"), "\"Motto\"; ", "\"Motto\": ", _patience.Token);
        await Follow(static s => s.Problem is null);

        await server.Replace("MyApp.csproj", "<Version>0.1.0</Version>", "<Version>0.2.0</Version>", _patience.Token);
        await server.Says("Building MyApp", _patience.Token);
        string another;
        do
            another = await Program("Slowly in "); // the old program answers until the new one is built
        while (another == program);
        Assert.NotEmpty(another);
    }

    [Fact]
    public async Task Code_that_needs_a_new_setting_starts_when_the_setting_is_there()
    {
        await server.Replace(Application, "services.AddHealth();", "services.AddHealth(); if (config[\"Motto\"] is null) throw new InvalidOperationException(\"No motto.\");", _patience.Token);
        Assert.Contains("No motto.", (await Follow(static s => s.Problem is not null)).Problem!.Text, StringComparison.Ordinal); // waited for
        await server.Replace(Page, "It runs.", "It has a motto.", _patience.Token);
        await server.Says("HomeLive.cs", _patience.Token);
        await server.Says("The version before it goes on.", _patience.Token);
        await server.PageHas("<h1>It runs.</h1>", _patience.Token);

        await server.Replace(Path.Combine("config", "appsettings.Development.json"), "\"Logging\"", "\"Motto\": \"Slowly\", \"Logging\"", _patience.Token);

        await server.PageHas("<h1>It has a motto.</h1>", _patience.Token);
    }

    /// <summary>The number of the process that the page shows.</summary>
    private async Task<string> Program(string before)
    {
        var page = await server.PageHas($"<h1>{before}", _patience.Token);
        return page.Split($"<h1>{before}")[1].Split('<')[0];
    }

    /// <summary>The status that a browser is told at last, over as many connections as it takes.</summary>
    private async Task<Zhar.Reload.ReloadStatus> Follow(Func<Zhar.Reload.ReloadStatus, bool> isExpected)
    {
        while (true)
        {
            try
            {
                using var browser = await server.Listen(_patience.Token);
                return await RunningServer.Status(browser, s => !s.IsLeaving && isExpected(s), _patience.Token);
            }
            catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or Xunit.Sdk.EqualException && !_patience.IsCancellationRequested)
            {
                // The version that it was connected to has gone.
            }
        }
    }

    private async Task Edit(string from, string to, string expected)
    {
        var began = Stopwatch.GetTimestamp();
        await server.Replace(Page, from, to, _patience.Token);
        await server.PageHas(expected, _patience.Token);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{to}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms"));
    }
}
