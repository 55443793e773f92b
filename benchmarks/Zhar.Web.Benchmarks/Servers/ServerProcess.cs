using System.Globalization;
using System.Text.Json;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>A server in an OS process of its own, on a free port of the loopback interface.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromSeconds(60) };

    private readonly System.Diagnostics.Process _process;

    private ServerProcess(string name, string title, System.Diagnostics.Process process, int port)
    {
        Name = name;
        Title = title;
        _process = process;
        Port = port;
    }

    internal string Name { get; }

    internal string Title { get; }

    internal int Port { get; }

    internal static async Task<ServerProcess> Start(string name)
    {
        var command = Child.Command(name);
        command.RedirectStandardOutput = true;
        command.Environment["ASPNETCORE_ENVIRONMENT"] = command.Environment["DOTNET_ENVIRONMENT"] = "Production";
        command.Environment["SECRET_KEY_BASE"] = "benchmarks-only-benchmarks-only-benchmarks-only-benchmarks-only-0123456789";
        var process = System.Diagnostics.Process.Start(command) ?? throw new InvalidOperationException($"The server '{name}' did not start.");
        try
        {
            using var patience = new CancellationTokenSource(StartLimit);
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.Split(' ') is ["LISTENING", var port])
                {
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // or its output would block it
                    return new ServerProcess(name, ServerPrograms.Titles[name], process, int.Parse(port, CultureInfo.InvariantCulture));
                }
            }

            throw new InvalidOperationException($"The server '{name}' ended before it listened.");
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>The processor time that the whole process has used, user and kernel.</summary>
    internal TimeSpan ProcessorTime => _process.ProcessorTimeNow;

    internal long ResidentBytes => _process.ResidentBytesNow;

    /// <summary>The bytes of its heap after full collections.</summary>
    internal async Task<long> HeapBytes() => (await Memory()).Heap;

    /// <summary>The bytes of its heap after full collections, and all that it has allocated since its start.</summary>
    internal async Task<(long Heap, long Allocated)> Memory()
    {
        using var answer = JsonDocument.Parse(await Http.GetStringAsync($"http://127.0.0.1:{Port}{BenchServer.MemoryPath}"));
        return (answer.RootElement.GetProperty("heap").GetInt64(), answer.RootElement.GetProperty("allocated").GetInt64());
    }

    /// <summary>One answer, for a look at it before it is measured, with the cookies that it set.</summary>
    internal async Task<(string Body, string Cookie, string Headers)> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}{path}");
        request.Headers.Add("Accept", path.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "text/html");
        using var answer = await Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{Title} answered {path} with {(int)answer.StatusCode}: {body[..Math.Min(body.Length, 200)]}");
        var cookie = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join("; ", cookies.Select(static c => c.Split(';')[0])) : "";
        return (body, cookie, answer.Headers.ToString());
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        _process.Dispose();
    }
}
