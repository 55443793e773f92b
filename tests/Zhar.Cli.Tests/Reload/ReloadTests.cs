using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Zhar.Reload;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests.Reload;

/// <summary>A new application that is edited while it runs.</summary>
[Trait("Category", "Slow")]
[Collection(InstalledTool.Tests)]
public sealed class ReloadTests(InstalledTool tool, ITestOutputHelper output) : IDisposable
{
    private static readonly string Page = Path.Combine("MyAppWeb", "Live", "HomeLive.cs");

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(4));

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task An_edit_is_on_the_page_an_error_in_the_browser_and_the_program_is_the_same()
    {
        var app = await New("edited");
        var port = FreePort.Find();
        var said = new StringBuilder();
        using var server = tool.Start(app, null, tool.Program, "server", "--port", Text(port));
        Collect(server, said);
        try
        {
            using var client = Client(port);
            await PageHas(client, "It runs.", said);
            using var browser = await Listen(port);
            var first = await Status(browser, static _ => true);
            Assert.Contains($"data-generation=\"{Text(first.Generation)}\"", await client.GetStringAsync("/", _patience.Token), StringComparison.Ordinal);

            // A template.
            var took = await Edit(app, Page, "It runs.", "It is edited.", client, "It is edited.", said);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the first edit of a template: {took.TotalMilliseconds:0} ms"));

            // A new type in a new file, and a changed signature.
            await File.WriteAllTextAsync(Path.Combine(app, "MyApp", "Greeting.cs"), "namespace MyApp;\n\npublic sealed record Greeting(string Name)\n{\n    public string Text => $\"Hello, {Name}.\";\n}\n", _patience.Token);
            took = await Edit(app, Page, "It is edited.", "{new MyApp.Greeting(\"you\").Text}", client, "Hello, you.", said);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a new type: {took.TotalMilliseconds:0} ms"));
            Assert.True(took < TimeSpan.FromSeconds(30), $"A new type took {took}."); // the machine is shared: the measured figures are in docs/architecture/live-reload.md

            // What does not compile: the page is as it was, and says why.
            using var after = await Listen(port);
            await Replace(app, Page, ".Text}", ".Missing}");
            var broken = await Status(after, static s => s.Problem is not null);
            var error = Assert.Single(broken.Problem!.Errors); // waited for
            Assert.Equal(("MyAppWeb/Live/HomeLive.cs", "CS1061"), (error.File, error.Code));
            Assert.Contains(error.Source, l => l.Number == error.Line && l.Text.Contains("Missing", StringComparison.Ordinal));
            Assert.Contains("Hello, you.", await client.GetStringAsync("/", _patience.Token), StringComparison.Ordinal);

            // Mended: nothing has to be exchanged.
            await Replace(app, Page, ".Missing}", ".Text}");
            var mended = await Status(after, static s => s.Problem is null);
            Assert.Equal(broken.Generation, mended.Generation);

            // What does not start: the version before it is there again.
            await Replace(app, Path.Combine("MyApp", "Application.cs"), "Supervisor.OneForOne(", "throw new InvalidOperationException(\"Not today.\"); private SupervisorSpec Tree() => Supervisor.OneForOne(");
            await Terminal(said, "Not today.");
            Assert.Contains("Hello, you.", await client.GetStringAsync("/", _patience.Token), StringComparison.Ordinal);

            // Style: no version, only a word to the browsers.
            using var fourth = await Listen(port);
            var before = await Status(fourth, static s => !s.IsLeaving);
            await File.AppendAllTextAsync(Path.Combine(app, "wwwroot", "app.css"), "\n.new { color: red }\n", _patience.Token);
            var styled = await Status(fourth, s => s.Assets > before.Assets);
            Assert.Equal((before.Generation, "/app.css"), (styled.Generation, Assert.Single(styled.Paths)));
            Assert.DoesNotContain("has ended with code", said.ToString(), StringComparison.Ordinal);
        }
        catch (Exception)
        {
            output.WriteLine(said.ToString());
            throw;
        }
        finally
        {
            await Stop(server);
        }

        output.WriteLine(said.ToString());
    }

    [Fact]
    public async Task Fifty_versions_one_after_the_other_leave_none_in_memory_and_refuse_no_request()
    {
        var app = await New("swapped");
        using var folder = new TempFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder["link"]));
        listener.Listen(1);
        var port = FreePort.Find();
        var said = new StringBuilder();
        var environment = new Dictionary<string, string?> { [ReloadLink.Variable] = folder["link"], ["PORT"] = Text(port), ["DOTNET_ENVIRONMENT"] = "Development" };
        using var program = tool.Start(app, environment, Path.Combine(app, "bin", "Debug", "net10.0", "MyApp"));
        Collect(program, said);
        try
        {
            await using var link = new ReloadLink(await listener.AcceptAsync(_patience.Token));
            Assert.Equal(ReloadKind.Ready, (await Message(link)).Kind);
            Assert.Equal(ReloadKind.Started, (await Message(link)).Kind);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
            using var client = Client(port);
            var visits = Visit(client, stop.Token);

            var began = Stopwatch.GetTimestamp();
            for (var version = 1; version <= 50; version++)
            {
                await link.Send(new ReloadMessage(ReloadKind.Swap));
                var answer = await Message(link);
                Assert.True(answer.Kind == ReloadKind.Started, answer.Text);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalMilliseconds / 50:0} ms each"));
            await stop.CancelAsync();
            output.WriteLine($"{await visits} pages meanwhile");
            await link.Send(new ReloadMessage(ReloadKind.Memory));
            Assert.Equal(0, (await Message(link)).Count);
        }
        catch (Exception)
        {
            output.WriteLine(said.ToString());
            throw;
        }
        finally
        {
            await Stop(program);
        }
    }

    /// <summary>Loads the page again and again. A connection that was open when its version went may end; a new one is never refused.</summary>
    private static async Task<int> Visit(HttpClient client, CancellationToken cancellationToken)
    {
        var pages = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Assert.Contains("It runs.", await client.GetStringAsync("/", cancellationToken), StringComparison.Ordinal);
                pages++;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The test is done.
            }
        }

        return pages;
    }

    private async Task<ReloadMessage> Message(ReloadLink link)
    {
        while (true)
        {
            var message = await link.Receive(_patience.Token);
            Assert.NotNull(message);
            if (message.Kind != ReloadKind.Kept)
                return message;
        }
    }

    private async Task<string> New(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(tool.Folder, name)).FullName;
        await tool.Zhar(folder, "new my_app --database sqlite");
        var app = Path.Combine(folder, "my_app");
        var (code, text) = await tool.Run(app, TimeSpan.FromMinutes(4), null, "dotnet", "build", Path.Combine(app, "MyApp.csproj"), "-v", "q", "--nologo");
        Assert.True(code == 0, text);
        return app;
    }

    private async Task<TimeSpan> Edit(string app, string file, string from, string to, HttpClient client, string expected, StringBuilder said)
    {
        var began = Stopwatch.GetTimestamp();
        await Replace(app, file, from, to);
        await PageHas(client, expected, said);
        return Stopwatch.GetElapsedTime(began);
    }

    private async Task Replace(string app, string file, string from, string to)
    {
        var path = Path.Combine(app, file);
        var text = await File.ReadAllTextAsync(path, _patience.Token);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(from, to, StringComparison.Ordinal), _patience.Token);
    }

    private async Task PageHas(HttpClient client, string expected, StringBuilder said)
    {
        while (true)
        {
            try
            {
                if ((await client.GetStringAsync("/", _patience.Token)).Contains(expected, StringComparison.Ordinal))
                    return;
            }
            catch (HttpRequestException)
            {
                // The program comes up.
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The page has never said '{expected}'. The command has said:\n{said}");
            }

            // Another process works: there is no event to wait for but its answer.
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    private async Task Terminal(StringBuilder said, string expected)
    {
        while (true)
        {
            lock (said)
            {
                if (said.ToString().Contains(expected, StringComparison.Ordinal))
                    return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), _patience.Token); // output of another process
        }
    }

    private async Task<ClientWebSocket> Listen(int port)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"http://localhost:{Text(port)}");
        await socket.ConnectAsync(new Uri($"ws://localhost:{Text(port)}/__zhar__/reload/socket"), _patience.Token);
        return socket;
    }

    /// <summary>The next status that is as expected.</summary>
    private async Task<ReloadStatus> Status(ClientWebSocket socket, Func<ReloadStatus, bool> isExpected)
    {
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var used = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(used), _patience.Token);
                used += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            var status = JsonSerializer.Deserialize(buffer.AsSpan(0, used), ReloadJson.Default.ReloadStatus)!; // never the text null
            if (isExpected(status))
                return status;
        }
    }

    private static HttpClient Client(int port)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{Text(port)}") };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    private static void Collect(SystemProcess process, StringBuilder said)
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

    private static async Task Stop(SystemProcess process)
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
