using System.Globalization;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Showcase.Servers;

/// <summary>The showcase as it is, in an OS process of its own, in production, on a fresh SQLite file. On its input it takes <c>heap</c>, and answers with the bytes of its heap after full collections.</summary>
internal sealed class ShowcaseServer : IDisposable
{
    internal const string Scenario = "server";

    private const string Answer = "HEAP ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly System.Diagnostics.Process _process;
    private readonly string _folder;
    private readonly System.Threading.Channels.Channel<long> _answers = System.Threading.Channels.Channel.CreateUnbounded<long>();

    private ShowcaseServer(System.Diagnostics.Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    internal int Port { get; }

    /// <summary>What it has logged as a warning or worse.</summary>
    internal List<string> Complaints { get; } = [];

    internal TimeSpan ProcessorTime => _process.ProcessorTimeNow;

    internal long ResidentBytes => _process.ResidentBytesNow;

    internal static async Task<ShowcaseServer> Start()
    {
        var folder = Directory.CreateTempSubdirectory("zhar-bench-showcase-").FullName;
        var port = FreePort.Find();
        var command = Child.Command(Scenario, port.ToString(CultureInfo.InvariantCulture));
        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        command.Environment["DOTNET_ENVIRONMENT"] = "Production";
        command.Environment["DATABASE_URL"] = $"sqlite:{Path.Combine(folder, "showcase.db")}";
        command.Environment["SECRET_KEY_BASE"] = "benchmarks-only-benchmarks-only-benchmarks-only-benchmarks-only-0123456789";
        var process = System.Diagnostics.Process.Start(command) ?? throw new InvalidOperationException("The showcase did not start.");
        var server = new ShowcaseServer(process, folder, port);
        _ = server.ReadOutput();
        await server.WaitForPage();
        return server;
    }

    /// <summary>In that process: the program of the showcase, and a thread beside it that takes commands.</summary>
    internal static async Task<int> RunHere(string port)
    {
        new Thread(TakeCommands) { IsBackground = true }.Start();
        return await ZharHost.Run<global::Showcase.Application>(["--contentRoot", AppContext.BaseDirectory, "--PORT", port, "--Http:Ip", "127.0.0.1", "--HOST", "localhost", "--Showcase:Migrate", "true"]);
    }

    /// <summary>The bytes of its heap after full collections.</summary>
    internal async Task<long> HeapBytes()
    {
        await _process.StandardInput.WriteLineAsync("heap");
        return await _answers.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void TakeCommands()
    {
        while (Console.ReadLine() is not null)
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            Console.Out.WriteLine(Answer + GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task ReadOutput()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Answer, StringComparison.Ordinal))
                _answers.Writer.TryWrite(long.Parse(line.AsSpan(Answer.Length), CultureInfo.InvariantCulture));
            else if (line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
                Complaints.Add(line);
        }
    }

    private async Task WaitForPage()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(StartLimit);
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The showcase ended with exit code {_process.ExitCode} before it listened.");
            try
            {
                using var answer = await http.GetAsync($"http://localhost:{Port}/", patience.Token);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
