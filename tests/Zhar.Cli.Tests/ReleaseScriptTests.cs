using System.Globalization;
using System.Runtime.Versioning;
using Zhar.Cli.Projects;
using Zhar.Cli.Releases;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests;

/// <summary>The script of a release, whose program is <c>sleep</c> here: <c>start 30</c> runs for 30 seconds.</summary>
[SupportedOSPlatform("linux")]
public sealed class ReleaseScriptTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _temporary = new();

    private string Script => _folder["bin/my_app"];

    private string PidFile => _temporary["my_app.pid"];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script knows its program by what /proc says.");
        var application = AppProject.Find(await CliRun.New(_temporary));
        Directory.CreateDirectory(_folder["bin"]);
        Directory.CreateDirectory(_folder["releases/0.1.0"]);
        File.Copy("/usr/bin/sleep", _folder["releases/0.1.0/MyApp"]);
        await File.WriteAllTextAsync(_folder["releases/0.1.0/env.sh"], ReleaseScript.Environment(application));
        await File.WriteAllTextAsync(_folder["releases/start.data"], "0.1.0\n");
        await File.WriteAllTextAsync(Script, ReleaseScript.Text(application));
        File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _temporary.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_number_that_another_program_has_by_now_is_not_taken_for_the_release()
    {
        await File.WriteAllTextAsync(PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

        Assert.Equal((1, "MyApp does not run.\n"), await Run(Script, "stop"));
        Assert.Equal((0, ""), await Run(Script, "start", "0"));
    }

    [Fact]
    public async Task A_container_that_is_started_again_starts_with_the_number_that_it_had()
    {
        Assert.Equal((0, ""), await Run("/bin/sh", "-c", $"echo $$ >'{PidFile}' && exec '{Script}' start 0"));
    }

    [Fact]
    public async Task What_runs_is_not_started_twice_and_can_be_stopped()
    {
        using var running = Start(Script, "start", "30");
        await Until(async () => (await Run(Script, "pid")).Code == 0);

        var (code, error) = await Run(Script, "start", "0");
        Assert.Equal(1, code);
        Assert.Contains($"MyApp runs already, with the process id {running.Id}", error, StringComparison.Ordinal);

        Assert.Equal((0, ""), await Run(Script, "stop"));
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(PidFile));
    }

    [Fact]
    public async Task What_was_replaced_by_another_build_while_it_runs_can_still_be_stopped()
    {
        using var running = Start(Script, "start", "30");
        await Until(async () => (await Run(Script, "pid")).Code == 0);
        File.Delete(_folder["releases/0.1.0/MyApp"]);

        Assert.Equal((0, ""), await Run(Script, "stop"));
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_start_that_fails_shows_its_own_log_and_not_that_of_earlier_ones()
    {
        Directory.CreateDirectory(_folder["log"]);
        await File.WriteAllTextAsync(_folder["log/my_app.log"], "earlier\n");

        var (code, error) = await Run(Script, "daemon", "nonsense");

        Assert.Equal(1, code);
        Assert.Contains("MyApp did not start.", error, StringComparison.Ordinal);
        Assert.Contains("invalid time interval 'nonsense'", error.Replace('‘', '\'').Replace('’', '\''), StringComparison.Ordinal);
        Assert.DoesNotContain("earlier", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_named()
    {
        Assert.Equal((1, "There is no command 'remote'.\n"), await Run(Script, "remote"));
        Assert.Equal((0, ""), await Run(Script, "help"));
    }

    private Task<(int Code, string Error)> Run(string program, params string[] arguments) => CliRun.Start(_folder.Path, new Dictionary<string, string?> { ["RELEASE_TMP"] = _temporary.Path }, program, arguments);

    private SystemProcess Start(string program, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path };
        start.Environment["RELEASE_TMP"] = _temporary.Path;
        return SystemProcess.Start(start)!; // not with the shell: a process, or an exception
    }

    /// <summary>Waits for what another program does, at most ten seconds.</summary>
    private static async Task Until(Func<Task<bool>> test)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await test())
            patience.Token.ThrowIfCancellationRequested();
    }
}
