using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Zhar.Live.Showcase.Tests;

/// <summary>The showcase's program in an OS process of its own, as <c>dotnet Showcase.dll</c> starts it, with a hook in it that answers questions.</summary>
internal sealed class ShowcaseProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly System.Diagnostics.Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly Task _output;
    private readonly Task<string> _errors;

    private ShowcaseProcess(System.Diagnostics.Process process, int port)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port.ToString(CultureInfo.InvariantCulture)}"), Timeout = Deadline };
        _output = ReadOutput();
        _errors = process.StandardError.ReadToEndAsync();
    }

    internal HttpClient Http { get; }

    internal static ShowcaseProcess Start(string folder, int port, string environment = "Development", params (string Name, string Value)[] settings)
    {
        var command = new ProcessStartInfo("dotnet", [Program()]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        command.Environment["DOTNET_ENVIRONMENT"] = environment;
        command.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ShowcaseProcess).Assembly.Location;
        command.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        command.Environment.Remove("DATABASE_URL");
        foreach (var (name, value) in settings)
            command.Environment[name] = value;
        return new ShowcaseProcess(System.Diagnostics.Process.Start(command)!, port);
    }

    /// <summary>Waits until the home page is there.</summary>
    internal async Task<ShowcaseProcess> Ready()
    {
        using var patience = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (_process.HasExited)
                Assert.Fail($"The showcase has ended with exit code {_process.ExitCode}: {await _errors}");
            try
            {
                using var answer = await Http.GetAsync("/", patience.Token);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                return this;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, patience.Token); // another process tells nobody when it listens
            }
        }
    }

    /// <summary>Asks the hook.</summary>
    internal async Task<IReadOnlyList<string>> Ask(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        using var patience = new CancellationTokenSource(Deadline);
        var answers = new List<string>();
        while (await _answers.Reader.ReadAsync(patience.Token) is var answer && answer != "done")
            answers.Add(answer);
        return answers;
    }

    /// <summary>Tells it to end, as a service manager does.</summary>
    internal void Terminate()
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended: its exit code, what it wrote on standard error, and the last that the hook has said.</summary>
    internal async Task<(int ExitCode, string Errors, string LastAnswer)> End()
    {
        using var patience = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(patience.Token);
        await _output.WaitAsync(Deadline);
        var last = "";
        while (_answers.Reader.TryRead(out var answer))
            last = answer;
        return (_process.ExitCode, await _errors, last);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        Http.Dispose();
        _process.Dispose();
    }

    private async Task ReadOutput()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(StartupHook.Prefix, StringComparison.Ordinal))
                _answers.Writer.TryWrite(line[StartupHook.Prefix.Length..]);
        }
    }

    /// <summary>The sample's own build, of the configuration that this test is of.</summary>
    private static string Program()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        return Repository.PathOf("samples", "Showcase", "bin", build.Parent!.Name, build.Name, "Showcase.dll"); // …/Release/net10.0
    }
}
