using System.Globalization;
using System.Text;
using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

/// <summary>Random requests, most of them nearly right. Each run has a seed that is printed; ZHAR_FUZZ_SEED repeats one, ZHAR_FUZZ_ROUNDS makes it longer.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly Pipeline Browser = new(static p => p.Accepts("html", "json").FetchSession().FetchLiveFlash().ProtectFromForgery().PutSecureBrowserHeaders());

    private static readonly string[] Pieces =
    [
        "a", "[", "]", "[]", "=", "&", "%", "%41", "%zz", "%FF", "%00", "+", "é", "\0", "\r\n", "\"", "{", "}", ":", ",", "null", "1e999", "-", ";", "--b", "--b--", "boundary=b", "name=", "filename=", "Content-Disposition: form-data; ", "\ud83d\ude00",
        "_csrf_token", "_method", "_format", "..", "/", "\\",
    ];

    private int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("ZHAR_FUZZ_ROUNDS"), out var rounds) ? rounds : 400;

    private Random Seeded()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ZHAR_FUZZ_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed.ToString(CultureInfo.InvariantCulture)}, {Rounds} rounds");
        return new Random(seed);
    }

    private static Task<ConnTest> Start(string? uploads = null) => FunctionEndpoint.Start(p => p.RequestId().Telemetry().ParseBody(b => (b.MaxBytes, b.MaxMultipartBytes, b.UploadDirectory) = (4000, 4000, uploads ?? b.UploadDirectory)).Session(), static s => s.Scope("/", Browser, static a =>
    {
        a.Match("*", "/echo/*rest", Actions.Text(static c => $"ok {c.Params} {c.Flash.Count} {c.GetSession("x")}"));
        a.Get("/set", Actions.Do(static c => c.PutSession("x", "1").PutFlash("info", "i").RedirectTo("/echo/")));
    }));

    [Fact]
    public async Task Params_in_query_and_body_never_bring_the_endpoint_down()
    {
        var random = Seeded();
        await using var app = await Start();
        for (var i = 0; i < Rounds; i++)
        {
            var type = Pick(random, "application/x-www-form-urlencoded", "application/json", "application/json; charset=" + Text(random, 2), Header(Text(random, 3)));
            var conn = await Send(app, random, $"/echo/{Uri.EscapeDataString(Text(random, 3))}?{QueryText(Text(random, 10))}", Bytes(random, 30), type);
            Check(conn, app);
        }

        await Alive(app);
    }

    [Fact]
    public async Task Multipart_forms_never_bring_the_endpoint_down()
    {
        var random = Seeded();
        var uploads = Directory.CreateTempSubdirectory("zhar-fuzz-").FullName;
        await using var app = await Start(uploads);
        for (var i = 0; i < Rounds; i++)
        {
            var body = new StringBuilder();
            for (var part = random.Next(4); part > 0; part--)
            {
                body.Append("--b\r\nContent-Disposition: form-data; name=\"").Append(Text(random, 2)).Append('"').Append(random.Next(2) == 0 ? "; filename=\"" + Text(random, 2) + "\"" : "")
                    .Append(random.Next(5) == 0 ? Text(random, 2) : "\r\n\r\n").Append(Text(random, 20)).Append("\r\n");
            }

            body.Append(random.Next(4) == 0 ? Text(random, 3) : "--b--\r\n");
            var bytes = Encoding.UTF8.GetBytes(body.ToString());
            if (bytes.Length > 0 && random.Next(3) == 0)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Check(await Send(app, random, "/echo/", bytes, "multipart/form-data; boundary=" + Pick(random, "b", "b", "\"b\"", Header(Text(random, 3)))), app);
        }

        await Alive(app);
        Assert.Equal([], Directory.GetFiles(uploads));
        Directory.Delete(uploads);
    }

    [Fact]
    public async Task Cookies_never_bring_the_endpoint_down_and_a_forged_one_is_never_believed()
    {
        var random = Seeded();
        await using var app = await Start();
        var real = (await app.Conn().Get("/set")).Cookie("_zhar_key")!;
        for (var i = 0; i < Rounds; i++)
        {
            var forged = new StringBuilder(real);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                forged[random.Next(forged.Length)] = "ABCabc019-_=%;\u00e9"[random.Next(15)];
            var value = Pick(random, forged.ToString(), real[..random.Next(real.Length)], real + real, Text(random, 20), new string('A', random.Next(9000)));
            if (value == real)
                continue;
            var conn = await app.Conn().PutHeader("cookie", Header($"_zhar_key={value}; {Text(random, 2)}={Text(random, 3)}; __phoenix_flash__={value}")).Get("/echo/");
            Check(conn, app);
            Assert.True(conn.Status != 200 || value.StartsWith(real + ";", StringComparison.Ordinal) || conn.Body.EndsWith(" 0 ", StringComparison.Ordinal), $"round {i}: {conn.Body}");
        }

        Assert.EndsWith(" 1 1", (await app.Conn().PutCookie("_zhar_key", real).Get("/echo/")).TextResponse(), StringComparison.Ordinal);
    }

    private static async Task<TestConn> Send(ConnTest app, Random random, string path, byte[] body, string type)
    {
        var page = app.Conn().PutHeader("accept", Header(Pick(random, "*/*", "text/html", Text(random, 3))));
        return await page.Send(Pick(random, "GET", "POST", "PUT", "DELETE", "OPTIONS"), path, body, type);
    }

    private static void Check(TestConn conn, ConnTest app)
    {
        Assert.True(conn.Status is 200 or 302 or 400 or 403 or 404 or 406 or 413 or 415, $"status {conn.Status}: {string.Join('\n', app.Log.Entries.Select(static e => e.Exception?.ToString()).OfType<string>().TakeLast(1))}");
        Assert.DoesNotContain("Exception", conn.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", conn.Body, StringComparison.Ordinal);
    }

    private static async Task Alive(ConnTest app) => Assert.StartsWith("ok", (await app.Conn().Get("/echo/")).TextResponse(), StringComparison.Ordinal);

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private static string Text(Random random, int most)
    {
        var text = new StringBuilder();
        for (var n = random.Next(most + 1); n > 0; n--)
            text.Append(random.Next(4) == 0 ? ((char)random.Next(1, 0x250)).ToString() : Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    private static byte[] Bytes(Random random, int most)
    {
        var bytes = Encoding.UTF8.GetBytes(Text(random, most));
        if (bytes.Length > 0 && random.Next(3) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>What a server would let through: no control characters in a header.</summary>
    private static string Header(string text) => string.Concat(text.Where(static c => c is >= ' ' and not '\x7f'));

    private static string QueryText(string text) => string.Concat(text.Where(static c => c is > ' ' and not ('#' or '\x7f')));
}
