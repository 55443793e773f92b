using OsProcess = System.Diagnostics.Process;

namespace Zhar.Data.Conformance;

/// <summary>A program that migrates a database, as an operating system process of its own.</summary>
internal sealed class MigratorProgram : IAsyncDisposable
{
    private readonly OsProcess _process;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    private MigratorProgram(OsProcess process) => _process = process;

    internal static MigratorProgram Start(TestDatabase database)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "MigratorSample.dll"));
        start.Environment[RepoConfiguration.UrlKey] = Url(database.Options);
        return new MigratorProgram(OsProcess.Start(start)!); // a program of its own is always started anew
    }

    /// <summary>The next line of its output.</summary>
    internal async Task<string?> ReadLine() => await _process.StandardOutput.ReadLineAsync(_limit.Token);

    /// <summary>Lets it go on.</summary>
    internal Task WriteLine() => _process.StandardInput.WriteLineAsync().WaitAsync(_limit.Token);

    /// <summary>Waits for its end.</summary>
    internal async Task<int> End()
    {
        await _process.WaitForExitAsync(_limit.Token);
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    internal void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(_limit.Token);
        _process.Dispose();
        _limit.Dispose();
    }

    private static string Url(RepoOptions options) => options.Scheme == "sqlite"
        ? $"sqlite:{options.Database}"
        : $"{options.Scheme}://{Uri.EscapeDataString(options.Username ?? "")}:{Uri.EscapeDataString(options.Password ?? "")}@{options.Hostname}:{options.Port}/{options.Database}";
}
