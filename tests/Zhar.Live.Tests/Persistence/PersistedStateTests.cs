using System.Text.Json;
using System.Text.Json.Serialization;
using Zhar.Live.Tests.Support;
using Zhar.Web;

namespace Zhar.Live.Tests.Persistence;

public sealed class KeepingEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<KeepingRouter>();
}

public sealed class KeepingRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().PutRootLayout((_, inner) => $"<html><body>{inner}</body></html>"));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<SealedLive>("/sealed");
        s.Live<SignedLive>("/signed");
        s.Live<ServerLive>("/server");
    });
}

public sealed record Draft(string Text);

public sealed record Note(Draft Draft, int Ticks);

[JsonSerializable(typeof(Draft))]
internal sealed partial class KeepingJson : JsonSerializerContext;

public abstract class NoteLive : LiveView<Note>
{
    protected override ValueTask<Mount<Note>> Mount(Params p, Session session) => new(new Note(new Draft("new"), 0));

    [Event] protected void Write(string text) => State = State with { Draft = new Draft(text) };

    [Event] protected void Tick() => State = State with { Ticks = State.Ticks + 1 };

    protected override Html Render(Note note) => $"<p>{note?.Draft.Text}</p><i>{note?.Ticks}</i>";
}

public sealed partial class SealedLive : NoteLive
{
    protected override PersistedState<Note>? Persisted => PersistedState<Note>.Sealed(KeepingJson.Default.Draft, n => n.Draft, (n, draft) => n with { Draft = draft });
}

public sealed partial class SignedLive : NoteLive
{
    protected override PersistedState<Note>? Persisted => PersistedState<Note>.Signed(KeepingJson.Default.Draft, n => n.Draft, (n, draft) => n with { Draft = draft });
}

public sealed partial class ServerLive : NoteLive
{
    protected override PersistedState<Note>? Persisted => PersistedState<Note>.OnServer(n => n.Draft, (n, draft) => n with { Draft = draft });
}

/// <summary>What a page has when it joins again.</summary>
public sealed class PersistedStateTests
{
    [Theory]
    [InlineData("/sealed")]
    [InlineData("/signed")]
    public async Task A_page_brings_back_what_it_has_kept_after_a_restart_of_the_server(string path)
    {
        string kept, id, session, statics;
        await using (var app = await LiveApp.Start<KeepingEndpoint>())
        {
            var page = await app.Open(path);
            kept = Kept(await page.Event("write", values: ("text", "half a poem")))!;
            (id, session, statics) = (page.Id, page.SessionToken, page.StaticToken);
        }

        await using var next = await LiveApp.Start<KeepingEndpoint>();
        var again = await next.Get(path);
        (again.Id, again.SessionToken, again.StaticToken) = (id, session, statics);
        again.Params["_mounts"] = 1;
        again.Params["_kept"] = kept;
        await again.Join();

        Assert.Equal("<p>half a poem</p><i>0</i>", again.Content);
    }

    [Fact]
    public async Task The_node_gives_back_what_it_has_kept()
    {
        await using var app = await LiveApp.Start<KeepingEndpoint>();
        var page = await app.Open("/server");
        Assert.Null(Kept(await page.Event("write", values: ("text", "half a poem"))));
        await page.Event("tick");

        await page.Join();

        Assert.Equal("<p>half a poem</p><i>0</i>", page.Content);
    }

    [Fact]
    public async Task Only_what_has_changed_goes_to_the_page_and_a_sealed_value_cannot_be_read()
    {
        await using var app = await LiveApp.Start<KeepingEndpoint>();
        var page = await app.Open("/sealed");

        var written = Kept(await page.Event("write", values: ("text", "secret")));
        var ticked = Kept(await page.Event("tick"));

        Assert.NotNull(written);
        Assert.Null(ticked);
        Assert.DoesNotContain(written.Split('.'), static part => TryDecode(part).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_forged_or_of_another_page_is_not_taken_back()
    {
        await using var app = await LiveApp.Start<KeepingEndpoint>();
        var other = await app.Open("/sealed");
        var kept = Kept(await other.Event("write", values: ("text", "of another")));

        foreach (var brought in new object?[] { kept, "forged", new string('x', 100_000), 7 })
        {
            var page = await app.Get("/sealed");
            page.Params["_kept"] = brought;
            await page.Join();
            Assert.Equal("<p>new</p><i>0</i>", page.Content);
        }

        Assert.Contains(app.Conns.Log.Entries, static e => e.Message.Contains("did not take back what its page has kept", StringComparison.Ordinal));
    }

    private static string? Kept(Zhar.Web.Testing.ChannelEvent reply) =>
        reply.Payload.TryGetProperty("diff", out var diff) && diff.TryGetProperty("e", out var events) && events[0][0].GetString() == "zhar:keep" ? events[0][1].GetProperty("value").GetString() : null;

    private static string TryDecode(string part)
    {
        try
        {
            return System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part));
        }
        catch (FormatException)
        {
            return part;
        }
    }
}
