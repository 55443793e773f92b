using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Zhar.Reload;
using SystemProcess = System.Diagnostics.Process;

namespace Zhar.Cli.Tests.Reload;

/// <summary>A program that is given one version of its application after the other.</summary>
[Trait("Category", "Slow")]
[Collection(InstalledTool.Tests)]
public sealed class ReloadHostTests(InstalledTool tool, ITestOutputHelper output) : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(4));

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task Fifty_versions_one_after_the_other_leave_none_in_memory_and_refuse_no_request()
    {
        var app = await RunningServer.NewApp(tool, "swapped");
        using var folder = new TempFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder["link"]));
        listener.Listen(1);
        var port = FreePort.Find();
        var said = new StringBuilder();
        var environment = new Dictionary<string, string?> { [ReloadLink.Variable] = folder["link"], ["PORT"] = Text(port), ["DOTNET_ENVIRONMENT"] = "Development" };
        using var program = tool.Start(app, environment, Path.Combine(app, "bin", "Debug", "net10.0", "MyApp"));
        RunningServer.Collect(program, said);
        try
        {
            await using var link = new ReloadLink(await listener.AcceptAsync(_patience.Token));
            Assert.Equal(ReloadKind.Ready, (await Message(link)).Kind);
            Assert.Equal(ReloadKind.Started, (await Message(link)).Kind);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token);
            using var client = RunningServer.NewClient(port);
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
            await RunningServer.Stop(program);
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
