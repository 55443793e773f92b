using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Zhar.Reload;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests.Reload;

/// <summary>A new application, and <c>zhar server</c> that runs it. The tests of a class share it; each leaves it as it was.</summary>
public sealed class RunningServer(InstalledTool tool) : IAsyncLifetime
{
    private readonly StringBuilder _said = new();
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private SystemProcess? _process;
    private int _port;
    private int _read;

    /// <summary>The application's folder.</summary>
    internal string Folder { get; private set; } = "";

    /// <summary>A browser.</summary>
    internal HttpClient Client { get; private set; } = new();

    /// <summary>What the command has said.</summary>
    internal string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public async ValueTask InitializeAsync()
    {
        Folder = await NewApp(tool, "edited");
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(f => Path.GetRelativePath(Folder, f).Split('/', '\\')[0] is not ("bin" or "obj") && Path.GetExtension(f) is ".cs" or ".json" or ".css"))
            _sources[file] = await File.ReadAllTextAsync(file);
        _port = FreePort.Find();
        Client = NewClient(_port);
        _process = tool.Start(Folder, null, tool.Program, "server", "--port", Text(_port));
        Collect(_process, _said);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await PageHas("It runs.", patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await Stop(process);
            process.Dispose();
        }

        Client.Dispose();
    }

    /// <summary>Makes and builds an application.</summary>
    internal static async Task<string> NewApp(InstalledTool tool, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(tool.Folder, name)).FullName;
        await tool.Zhar(folder, "new my_app --database sqlite");
        var app = Path.Combine(folder, "my_app");
        var (code, text) = await tool.Run(app, TimeSpan.FromMinutes(4), null, "dotnet", "build", Path.Combine(app, "MyApp.csproj"), "-v", "q", "--nologo");
        Assert.True(code == 0, text);
        return app;
    }

    /// <summary>Puts all sources back but the project file, which would be built again, and waits until the page is the first one again.</summary>
    internal async Task Restore(CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "MyApp"), "*.cs", SearchOption.AllDirectories).Where(f => !_sources.ContainsKey(f)))
            File.Delete(file);
        foreach (var (file, text) in _sources.OrderBy(static s => s.Key.EndsWith(".cs", StringComparison.Ordinal))) // the page changes with the last
        {
            if (await File.ReadAllTextAsync(file, cancellationToken) != text)
                await File.WriteAllTextAsync(file, text, cancellationToken);
        }

        await PageHas("<h1>It runs.</h1>", cancellationToken);
    }

    /// <summary>What has been said counts no more.</summary>
    internal void Forget() => _read = Said.Length;

    /// <summary>Changes a file of the application.</summary>
    internal async Task Replace(string file, string from, string to, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, file);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(from, to, StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>Waits until the first page has a text.</summary>
    /// <returns>The page.</returns>
    internal async Task<string> PageHas(string expected, CancellationToken cancellationToken)
    {
        var page = "";
        while (true)
        {
            try
            {
                using var answer = await Client.GetAsync("/", cancellationToken);
                page = await answer.Content.ReadAsStringAsync(cancellationToken);
                if (page.Contains(expected, StringComparison.Ordinal))
                    return page;
            }
            catch (HttpRequestException)
            {
                // The program comes up.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The page has never said '{expected}', but:\n{page}\nThe command has said:\n{Said}");
            }

            // Another process works: there is no event to wait for but its answer.
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    /// <summary>Waits until the command says something that it has not said in what was waited for before.</summary>
    /// <returns>All that it has said since then.</returns>
    internal async Task<string> Says(string expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            var news = Said[_read..];
            if (news.IndexOf(expected, StringComparison.Ordinal) is >= 0 and var at)
            {
                _read += at + expected.Length;
                return news;
            }

            if (cancellationToken.IsCancellationRequested)
                Assert.Fail($"The command has never said '{expected}', but:\n{Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None); // output of another process
        }
    }

    /// <summary>Connects as the script of a page does.</summary>
    internal async Task<ClientWebSocket> Listen(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"http://localhost:{Text(_port)}");
        await socket.ConnectAsync(new Uri($"ws://localhost:{Text(_port)}/__zhar__/reload/socket"), cancellationToken);
        return socket;
    }

    /// <summary>The next status that is as expected.</summary>
    internal static async Task<ReloadStatus> Status(ClientWebSocket socket, Func<ReloadStatus, bool> isExpected, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var used = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(used), cancellationToken);
                used += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            var status = JsonSerializer.Deserialize(buffer.AsSpan(0, used), ReloadJson.Default.ReloadStatus)!; // never the text null
            if (isExpected(status))
                return status;
        }
    }

    internal static HttpClient NewClient(int port)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Text(port)}") };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    internal static void Collect(SystemProcess process, StringBuilder said)
    {
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (said)
                said.Append(line.Data).Append('\n');
        }

        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal static async Task Stop(SystemProcess process)
    {
        if (process.HasExited)
            return;
        using var signal = SystemProcess.Start("kill", ["-TERM", Text(process.Id)]);
        await signal.WaitForExitAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
