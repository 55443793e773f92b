using Microsoft.Extensions.DependencyInjection;
using Zhar.Live.Tests.Support;
using Zhar.Web.Testing;

namespace Zhar.Live.Tests.Uploads;

/// <summary>What a page may not do with uploads, and that only it pays.</summary>
public sealed class HostileUploadTests : IAsyncLifetime
{
    private readonly Shelf _shelf = new();
    private LiveApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await LiveApp.Start<UploadsEndpoint>(s => s.AddSingleton(_shelf));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Only_a_token_of_this_page_and_this_file_opens_an_upload()
    {
        var page = await _app.Open("/album");
        var other = await _app.Open("/album");
        var token = await Allow(page, "7");

        Assert.Equal("invalid_token", await Refusal(page, "7", "forged"));
        Assert.Equal("invalid_token", await Refusal(page, "7", token[..^2] + "xx"));
        Assert.Equal("invalid_token", await Refusal(page, "8", token));
        Assert.Equal("invalid_token", await Refusal(other, "7", token));
        var (_, channel) = await page.Socket.TryJoin("lvu:7", Params.Of(("token", token)));
        Assert.NotNull(channel);
        Assert.Contains(_app.Conns.Log.Entries, static e => e.Message.Contains("was refused: invalid_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_taken_once()
    {
        var page = await _app.Open("/album");
        var token = await Allow(page, "7");
        Assert.NotNull((await page.Socket.TryJoin("lvu:7", Params.Of(("token", token)))).Channel);

        // A second join of the topic ends the first one, and the view gives the file to nobody else.
        Assert.Equal("already_registered", await Refusal(page, "7", token));
    }

    [Fact]
    public async Task More_bytes_than_allowed_end_the_upload()
    {
        var page = await _app.Open("/album");
        var (_, channel) = await page.Socket.TryJoin("lvu:7", Params.Of(("token", await Allow(page, "7"))));
        for (var i = 0; i < 4; i++)
            await channel!.Push("chunk", new byte[10]).AssertReply("ok");

        var refused = await channel!.Push("chunk", new byte[1]).AssertReply("error");

        Assert.Equal("""{"reason":"file_size_limit_exceeded","limit":40}""", refused.Payload.GetRawText());
        await page.Event("postpone");
    }

    [Fact]
    public async Task A_chunk_above_its_size_ends_the_upload()
    {
        var page = await _app.Open("/album");
        var (_, channel) = await page.Socket.TryJoin("lvu:7", Params.Of(("token", await Allow(page, "7"))));

        var refused = await channel!.Push("chunk", new byte[11]).AssertReply("error");

        Assert.Equal("""{"reason":"chunk_size_limit_exceeded","limit":10}""", refused.Payload.GetRawText());
        Assert.Contains(_app.Conns.Log.Entries, static e => e.Message.Contains("is above 10 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_was_cancelled_takes_no_more_bytes()
    {
        var page = await _app.Open("/album");
        var token = await Allow(page, "7");
        var (_, channel) = await page.Socket.TryJoin("lvu:7", Params.Of(("token", token)));
        await channel!.Push("chunk", new byte[10]).AssertReply("ok");

        await page.Event("cancel", values: ("ref", "7"));
        await page.Socket.AssertEvent("phx_close");
        await page.Socket.SendRaw((byte[])[0, 1, 1, 5, 5, .. "89lvu:7chunk"u8, 1, 2, 3], isBinary: true);

        Assert.Equal("unmatched topic", (await page.Socket.AssertEvent("phx_reply", static e => e.Ref == "9"))["reason"]);
        Assert.NotNull(await Refusal(page, "7", token));
        await page.Event("postpone");
    }

    [Fact]
    public async Task A_file_that_is_only_said_to_be_there_is_not()
    {
        var page = await _app.Open("/album");
        await Allow(page, "7");

        await page.Push("progress", Params.Of(("ref", Ref(page)), ("entry_ref", "7"), ("progress", 100)));
        await page.Event("save", "form");

        Assert.Contains("interrupted", page.Content, StringComparison.Ordinal);
        Assert.Contains("<p id=\"saved\"></p>", page.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_come_goes_with_a_connection_that_is_killed()
    {
        var page = await _app.Open("/auto");
        var (_, channel) = await page.Socket.TryJoin("lvu:7", Params.Of(("token", await Allow(page, "7"))));
        await channel!.Push("chunk", new byte[4]).AssertReply("ok");
        var connection = page.Socket.Socket.Pid;

        await _app.Conns.Node.Run(_ =>
        {
            Process.Exit(connection, ExitReason.Kill);
            return Task.CompletedTask;
        });

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_shelf.Written.Contains("discarded"))
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.EndsWith(" cancelled", _shelf.Written.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_is_answered_and_the_page_lives_on()
    {
        var page = await _app.Open("/album");

        await page.Channel.Push("allow_upload", Params.Of(("ref", "phx-none"), ("entries", new ParamList()))).AssertReply("error");
        await page.Channel.Push("allow_upload", Params.Of(("ref", Ref(page)), ("entries", "all"))).AssertReply("error");
        await page.Push("progress", Params.Of(("ref", "phx-none"), ("entry_ref", "0"), ("progress", 5)));
        await page.Push("progress", Params.Of(("ref", Params.Empty), ("entry_ref", Params.Empty), ("progress", "x")));
        await Choose(page, [.. Enumerable.Range(0, 500).Select(i => File($"{i}"))]);

        Assert.Contains("too many files", page.Content, StringComparison.Ordinal);
        Assert.Contains(_app.Conns.Log.Entries, static e => e.Message.Contains("many more than it allows", StringComparison.Ordinal));
    }

    private static Params File(string reference) => Params.Of(("ref", reference), ("name", "a.txt"), ("type", "text/plain"), ("size", 40), ("last_modified", 1), ("relative_path", ""));

    private static string Ref(Page page) => System.Text.RegularExpressions.Regex.Match(page.Content, "data-phx-upload-ref=\"([^\"]+)\"").Groups[1].Value;

    private static Task Choose(Page page, params Params[] files)
    {
        var list = new ParamList();
        list.AddRange(files);
        return page.Push("event", Params.Of(("type", "form"), ("event", "validate"), ("value", ""), ("meta", Params.Of(("_target", "files"))), ("uploads", Params.Of((Ref(page), list)))));
    }

    private static async Task<string> Allow(Page page, string reference)
    {
        await Choose(page, File(reference));
        var list = new ParamList { File(reference) };
        var reply = await page.Push("allow_upload", Params.Of(("ref", Ref(page)), ("entries", list)));
        return reply.Payload.GetProperty("entries").GetProperty(reference).GetString()!;
    }

    private static async Task<string?> Refusal(Page page, string reference, string token) => (await page.Socket.TryJoin("lvu:" + reference, Params.Of(("token", token)))).Reply["reason"];
}
