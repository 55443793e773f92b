using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Sessions;

public sealed class SessionTests
{
    private static readonly Pipeline Fetch = new(static p => p.FetchSession());

    private static Task<ConnTest> Start(Action<SessionSettings>? settings = null, FakeTimeProvider? clock = null, params (string Key, string Value)[] config) => FunctionEndpoint.Start(
        p => p.Session(settings),
        static s => s.Scope("/", Fetch, a =>
        {
            a.Get("/put/:value", Actions.Do(c => c.PutSession("value", c.PathParams["value"])));
            a.Get("/number", Actions.Do(c => c.PutSession("number", 42)));
            a.Get("/get", Actions.Text(c => $"{c.GetSession("value")} {c.GetSession().Get("number", -1)}"));
            a.Get("/delete", Actions.Do(c => c.DeleteSession("value")));
            a.Get("/renew", Actions.Do(c => c.RenewSession().PutSession("user", 1)));
            a.Get("/drop", Actions.Do(c => c.DropSession()));
            a.Get("/aspnet", Actions.Text(c =>
            {
                c.Session.SetInt32("hits", (c.Session.GetInt32("hits") ?? 0) + 1);
                c.Session.SetString("text", "é");
                return $"{c.Session.GetInt32("hits")} {c.GetSession("text")}";
            }));
            a.Get("/big", Actions.Do(c => c.PutSession("big", new string('x', 5000))));
            a.Get("/late", async c =>
            {
                await c.SendText("out");
                c.PutSession("late", "1");
            });
        }),
        services: s => s.AddSingleton<TimeProvider>(clock ?? TimeProvider.System),
        settings: config);

    public static TheoryData<bool> Kinds => [true, false];

    private static void Kept(SessionSettings s, bool onServer)
    {
        if (onServer)
            s.Store = new TableSessionStore();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Values_come_back_with_the_next_request(bool onServer)
    {
        await using var app = await Start(s => Kept(s, onServer));

        var conn = await (await app.Conn().Get("/put/ada")).Get("/number");
        conn = await conn.Get("/get");

        Assert.Equal("ada 42", conn.TextResponse());
        conn = await (await conn.Get("/delete")).Get("/get");
        Assert.Equal(" 42", conn.TextResponse());
        Assert.Equal(" -1", (await app.Conn().Get("/get")).TextResponse());
    }

    [Fact]
    public async Task The_cookie_is_sent_only_when_something_has_changed_and_keeps_to_this_site()
    {
        await using var app = await Start();

        var put = await app.Conn().Get("/put/a");
        var same = await put.Get("/put/a");

        Assert.Matches("^_zhar_key=[^;]+; path=/; samesite=lax; httponly$", put.Header("set-cookie"));
        Assert.Null(same.Header("set-cookie"));
        Assert.Null((await put.Get("/get")).Header("set-cookie"));
        Assert.Contains("; secure", (await app.Conn().From(scheme: "https").Get("/put/a")).Header("set-cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_cookie_can_be_neither_read_nor_altered()
    {
        await using var app = await Start();
        var conn = await app.Conn().Get("/put/topsecret");
        var cookie = conn.Cookie("_zhar_key")!;

        Assert.DoesNotContain("topsecret", System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cookie)), StringComparison.Ordinal);
        for (var i = 0; i < cookie.Length; i += 7)
        {
            var forged = cookie[..i] + (cookie[i] == 'A' ? 'B' : 'A') + cookie[(i + 1)..];
            Assert.Equal(" -1", (await app.Conn().PutCookie("_zhar_key", forged).Get("/get")).TextResponse());
        }
    }

    [Fact]
    public async Task A_cookie_of_an_earlier_secret_counts_while_the_secret_is_on_the_list()
    {
        const string Other = "another-another-another-another-another-another-another-another-1";
        string cookie;
        await using (var before = await Start())
            cookie = (await before.Conn().Get("/put/old")).Cookie("_zhar_key")!;
        await using var rotated = await Start(config: [("SECRET_KEY_BASE", Other), ("SECRET_KEY_BASE_OLD", ConnTest.SecretKeyBase)]);
        await using var without = await Start(config: [("SECRET_KEY_BASE", Other)]);

        Assert.Equal("old -1", (await rotated.Conn().PutCookie("_zhar_key", cookie).Get("/get")).TextResponse());
        Assert.Equal(" -1", (await without.Conn().PutCookie("_zhar_key", cookie).Get("/get")).TextResponse());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_session_expires_on_the_server_whatever_the_browser_keeps(bool onServer)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var app = await Start(
            s =>
            {
                if (onServer)
                    s.Store = new TableSessionStore { IdleTimeout = TimeSpan.FromHours(1) };
                else
                    s.MaxAge = TimeSpan.FromHours(1);
            },
            clock);
        var conn = await app.Conn().Get("/put/a");

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("a -1", (await conn.Get("/get")).TextResponse());
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(" -1", (await conn.Get("/get")).TextResponse());
    }

    [Fact]
    public async Task A_renewed_session_has_another_key_and_the_old_one_is_worthless()
    {
        await using var app = await Start(s => Kept(s, onServer: true));
        var before = await app.Conn().Get("/put/a");

        var after = await before.Get("/renew");

        Assert.NotEqual(before.Cookie("_zhar_key"), after.Cookie("_zhar_key"));
        Assert.Equal("a -1", (await after.Get("/get")).TextResponse());
        Assert.Equal(" -1", (await before.Get("/get")).TextResponse());
    }

    [Fact]
    public async Task A_key_that_the_server_did_not_give_is_never_taken_over()
    {
        await using var app = await Start(s => Kept(s, onServer: true));
        var planted = new string('a', 32);

        var conn = await app.Conn().PutCookie("_zhar_key", planted).Get("/put/a");

        Assert.NotEqual(planted, conn.Cookie("_zhar_key"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_dropped_session_takes_its_cookie_along(bool onServer)
    {
        await using var app = await Start(s => Kept(s, onServer));
        var before = await app.Conn().Get("/put/a");

        var after = await before.Get("/drop");

        Assert.Null(after.Cookie("_zhar_key"));
        if (onServer)
            Assert.Equal(" -1", (await before.Get("/get")).TextResponse());
    }

    [Fact]
    public async Task Aspnet_cores_own_session_works_on_it()
    {
        await using var app = await Start();

        var conn = await (await app.Conn().Get("/aspnet")).Get("/aspnet");

        Assert.Equal("2 é", conn.TextResponse());
    }

    [Fact]
    public async Task A_session_that_is_too_large_for_a_cookie_is_refused_with_the_way_out()
    {
        await using var app = await Start();

        (await app.Conn().Get("/big")).ResponseBody(500);

        Assert.Contains(app.Log.Entries, e => e.ToString().Contains("'big' (5000 bytes)", StringComparison.Ordinal) && e.ToString().Contains("new TableSessionStore()", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_after_the_response_has_begun_is_an_error_in_the_log()
    {
        await using var app = await Start();

        Assert.Equal("out", (await app.Conn().Get("/late")).TextResponse());
        Assert.Contains(app.Log.Entries, e => e.ToString().Contains("The response has started", StringComparison.Ordinal));
    }
}
