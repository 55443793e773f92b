using System.Net;
using System.Net.Sockets;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The application host under the showcase's own program: where its code runs, what it leaves behind, and how it ends.</summary>
public sealed class HostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-showcase-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_application_runs_in_a_context_of_its_own_and_the_framework_in_the_default_one()
    {
        using var showcase = await ShowcaseProcess.Start(_folder, FreePort.Find()).Ready();
        await Visit(showcase, "/dev/dashboard/processes");

        var loaded = await showcase.Ask("contexts");

        Assert.Subset(loaded.ToHashSet(), new HashSet<string> { "application Showcase", "application Chat", "default Zhar", "default Zhar.Web", "default Zhar.Live", "default Zhar.Data", "default Zhar.Dashboard" });
        Assert.DoesNotContain(loaded, static a => a.StartsWith("application Zhar", StringComparison.Ordinal) || a.StartsWith("application Microsoft.", StringComparison.Ordinal) || a.StartsWith("application System.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_in_it_names_its_file_and_line()
    {
        using var showcase = await ShowcaseProcess.Start(_folder, FreePort.Find()).Ready();

        Assert.Matches("Application\\.cs:line [0-9]+", (await showcase.Ask("trace")).Single());
    }

    [Fact]
    public async Task After_an_orderly_end_nothing_holds_the_application_though_its_pages_and_the_dashboard_were_seen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that asks a program without a window to end.");
        using var showcase = await ShowcaseProcess.Start(_folder, FreePort.Find()).Ready();
        foreach (var path in (string[])["/counter", "/users", "/api/users", "/blog", "/board", "/kv", "/chat/general", "/dev/dashboard", "/dev/dashboard/tree", "/dev/dashboard/metrics"])
            await Visit(showcase, path);

        showcase.Terminate();
        var (exitCode, errors, last) = await showcase.End();

        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        Assert.Equal("unloaded True", last);
    }

    [Fact]
    public async Task A_taken_port_ends_it_with_a_word_and_exit_code_1()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var port = ((IPEndPoint)taker.LocalEndpoint).Port;
        using var showcase = ShowcaseProcess.Start(_folder, port);

        var (exitCode, errors, _) = await showcase.End();

        Assert.Equal(1, exitCode);
        Assert.Contains(port.ToString(System.Globalization.CultureInfo.InvariantCulture), errors, StringComparison.Ordinal);
        Assert.Contains("PORT", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_says_why_once_and_ends_with_exit_code_1()
    {
        using var showcase = ShowcaseProcess.Start(_folder, FreePort.Find(), "Production", ("SECRET_KEY_BASE", ""));

        var (exitCode, errors, _) = await showcase.End();

        Assert.Equal(1, exitCode);
        Assert.Equal(2, errors.Split("The database lacks 3 migrations").Length);
        Assert.Contains("./dev run migrate", errors, StringComparison.Ordinal);
    }

    private static async Task Visit(ShowcaseProcess showcase, string path)
    {
        using var answer = await showcase.Http.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} is answered with {(int)answer.StatusCode}.");
    }
}
