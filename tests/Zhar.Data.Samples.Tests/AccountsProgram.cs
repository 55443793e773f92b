using OsProcess = System.Diagnostics.Process;

namespace Zhar.Data.Samples.Tests;

/// <summary>The sample as an operating system process of its own.</summary>
internal sealed class AccountsProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly OsProcess _process;
    private readonly CancellationTokenSource _limit = new(Patience);

    private AccountsProgram(OsProcess process) => _process = process;

    public TextWriter Input => _process.StandardInput;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="url">Its DATABASE_URL; null for the default, a file in the folder.</param>
    /// <param name="arguments">The command; none for the shell.</param>
    public static AccountsProgram Start(string folder, string? url, params IReadOnlyList<string> arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Accounts.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("DATABASE_URL");
        if (url is not null)
            start.Environment["DATABASE_URL"] = url;
        return new AccountsProgram(OsProcess.Start(start)!); // a program of its own is always started anew
    }

    /// <summary>Runs one command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string folder, string? url, params IReadOnlyList<string> arguments)
    {
        await using var program = Start(folder, url, arguments);
        program.Input.Close();
        return await program.End();
    }

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> ReadLine() => await _process.StandardOutput.ReadLineAsync(_limit.Token);

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> End()
    {
        var errors = _process.StandardError.ReadToEndAsync(_limit.Token);
        var output = await _process.StandardOutput.ReadToEndAsync(_limit.Token);
        await _process.WaitForExitAsync(_limit.Token);
        return (_process.ExitCode, output, await errors);
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(_limit.Token);
        _process.Dispose();
        _limit.Dispose();
    }
}
