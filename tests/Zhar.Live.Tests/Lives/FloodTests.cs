using System.Text;
using Zhar.Live.Tests.Support;

namespace Zhar.Live.Tests.Lives;

/// <summary>A client that sends more than its page can take is read no further; nothing is lost and nobody else waits.</summary>
public sealed class FloodTests
{
    private const int MaxPending = 128; // SocketOptions.MaxPendingMessages

    [Fact]
    public async Task A_page_that_is_busy_holds_its_own_client_back()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/slow");
        var neighbour = await app.App.Open("/hall");
        var sent = 0;
        await Send(page, "w", "wait");
        await app.Gate.Reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await Send(page, $"f{i}", "step");
                Interlocked.Increment(ref sent);
            }
        });

        await Eventually.True(() => Volatile.Read(ref sent) >= MaxPending - 1);
        Assert.Equal("""{"diff":{"0":"1"}}""", (await neighbour.Event("step")).Payload.GetRawText());
        Assert.False(flood.IsCompleted);
        Assert.InRange(Volatile.Read(ref sent), MaxPending - 1, MaxPending + 1);

        app.Gate.Open.SetResult();
        await flood.WaitAsync(TimeSpan.FromSeconds(20));
        var last = await page.Socket.AssertEvent("phx_reply", static e => e.Ref == "f1999");
        Assert.Equal("""{"diff":{"0":"2000"}}""", last.Payload.GetRawText());
    }

    [Fact]
    public async Task The_end_of_a_page_releases_the_client_that_waits_for_it()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Open("/slow");
        await Send(page, "w", "wait");
        await app.Gate.Reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < MaxPending + 10; i++)
                await Send(page, $"f{i}", "step");
        });

        await app.App.Conns.Node.Run(_ =>
        {
            Process.Exit(page.Pid, ExitReason.Kill);
            return Task.CompletedTask;
        });

        await flood.WaitAsync(TimeSpan.FromSeconds(20));
        await page.Socket.AssertEvent("phx_error");
        await page.Join();
        Assert.Equal("""{"diff":{"0":"1"}}""", (await page.Event("step")).Payload.GetRawText());
    }

    private static Task Send(Page page, string @ref, string name) =>
        page.Socket.SendRaw(Encoding.UTF8.GetBytes($$$"""["{{{page.Channel.JoinRef}}}","{{{@ref}}}","lv:{{{page.Id}}}","event",{"type":"click","event":"{{{name}}}","value":{}}]"""));
}
