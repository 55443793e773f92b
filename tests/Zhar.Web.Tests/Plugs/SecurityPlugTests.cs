using System.Net;
using System.Text;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Plugs;

public sealed class SecurityPlugTests
{
    [Fact]
    public async Task Secure_headers_are_set_and_the_nonce_is_in_the_policy_once_it_is_used()
    {
        await using var app = await FunctionEndpoint.Start(static p => p.PutSecureBrowserHeaders(("x-frame-options", "DENY"), ("x-permitted-cross-domain-policies", null)), static s =>
        {
            s.Get("/plain", Actions.Text("x"));
            s.Get("/nonce", Actions.Text(static c => c.CspNonce + " " + c.CspNonce));
        });

        var plain = await app.Conn().Get("/plain");
        var first = await app.Conn().Get("/nonce");
        var second = await app.Conn().Get("/nonce");

        Assert.Equal("nosniff", plain.Header("x-content-type-options"));
        Assert.Equal("strict-origin-when-cross-origin", plain.Header("referrer-policy"));
        Assert.Equal("DENY", plain.Header("x-frame-options"));
        Assert.Null(plain.Header("x-permitted-cross-domain-policies"));
        Assert.Contains("script-src 'self';", plain.Header("content-security-policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", plain.Header("content-security-policy"), StringComparison.Ordinal);
        var nonce = first.Body.Split(' ')[0];
        Assert.Equal($"{nonce} {nonce}", first.Body);
        Assert.Contains($"script-src 'self' 'nonce-{nonce}';", first.Header("content-security-policy"), StringComparison.Ordinal);
        Assert.NotEqual(first.Body, second.Body);
    }

    [Theory]
    [InlineData("Basic YWRhOnBh6Q==", 401)] // not the bytes of UTF-8
    [InlineData("Basic YWRhOnBhc3M=", 200)]
    [InlineData("basic YWRhOnBhc3M=", 200)]
    [InlineData("Basic YWRhOnBhc3MX", 401)]
    [InlineData("Basic %%%", 401)]
    [InlineData("Bearer YWRhOnBhc3M=", 401)]
    [InlineData(null, 401)]
    public async Task Basic_authentication_asks_for_name_and_password(string? header, int status)
    {
        await using var app = await FunctionEndpoint.Start(static p => p.BasicAuth("ada", "pass"), static s => s.Get("/", Actions.Text("in")));
        var conn = header is null ? app.Conn() : app.Conn().PutHeader("authorization", header);

        conn = await conn.Get("/");

        Assert.Equal(status, conn.Status);
        Assert.Equal(status == 401 ? "Basic realm=\"Application\", charset=\"UTF-8\"" : null, conn.Header("www-authenticate"));
    }

    [Fact]
    public async Task Http_is_sent_to_https_and_https_says_so_for_later()
    {
        await using var app = await FunctionEndpoint.Start(static p => p.ForceSsl(static s => (s.Subdomains, s.Preload) = (true, true)), static s => s.Match("*", "/x", Actions.Text("in")));
        var conn = app.Conn().From("example.com");

        var get = await conn.Get("/x?a=%20b");
        Assert.Equal("https://example.com/x?a=%20b", get.RedirectedTo(301));
        Assert.Equal("https://example.com/x", (await conn.Post("/x")).RedirectedTo(307));
        Assert.Equal("max-age=31536000; includeSubDomains; preload", (await conn.From(scheme: "https").Get("/x")).Header("strict-transport-security"));
        Assert.Equal("in", (await app.Conn().From("localhost").Get("/x")).TextResponse());
        Assert.Equal(400, (await app.Conn().From("exa mple").Get("/x")).Status);
    }

    [Fact]
    public async Task What_a_proxy_says_counts_only_from_a_proxy_that_is_trusted()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p.RewriteOn(trusted: ["10.0.0.0/8"]), static s => s.Get("/", Actions.Text(static c => $"{c.Connection.RemoteIpAddress} {c.Request.Scheme} {c.Request.Host}")));
        Task<Testing.TestConn> Get(string from) => app.Conn().From("inner", remoteIp: IPAddress.Parse(from))
            .PutHeader("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.1.1.1").PutHeader("x-forwarded-proto", "http, https").PutHeader("x-forwarded-host", "example.com").PutHeader("x-forwarded-port", "8443").Get("/");

        Assert.Equal("203.0.113.9 https example.com:8443", (await Get("10.0.0.7")).TextResponse());
        Assert.Equal("203.0.113.9 https example.com:8443", (await Get("::ffff:10.0.0.7")).TextResponse());
        Assert.Equal("192.0.2.1 http inner", (await Get("192.0.2.1")).TextResponse());
    }

    [Fact]
    public async Task Nonsense_from_a_proxy_changes_nothing()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p.RewriteOn(), static s => s.Get("/", Actions.Text(static c => $"{c.Connection.RemoteIpAddress} {c.Request.Scheme} {c.Request.Host}")));

        var conn = await app.Conn().From("inner").PutHeader("x-forwarded-for", "nonsense").PutHeader("x-forwarded-proto", "javascript").PutHeader("x-forwarded-host", "a b<").PutHeader("x-forwarded-port", "99999").Get("/");

        Assert.Equal("127.0.0.1 http inner", conn.TextResponse());
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RewriteOn(ForwardedHeader.All, ["10.0.0.0/40"]));
        Assert.Throws<ArgumentException>(() => new BasicAuth("a:b", "c", "r"));
        Assert.Throws<InvalidHeaderException>(() => new SecureHeaders([("x-a", "b\r\nset-cookie: c")]));
    }

    [Fact]
    public async Task Text_is_compressed_for_clients_that_take_it()
    {
        await using var app = await FunctionEndpoint.Start(static p => p.Compress(), static s => s.Get("/", Actions.Text(new string('x', 5000))));

        var conn = await app.Conn().PutHeader("accept-encoding", "gzip").Get("/");

        Assert.Equal("gzip", conn.Header("content-encoding"));
        using var text = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(conn.BodyBytes), System.IO.Compression.CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal(new string('x', 5000), await text.ReadToEndAsync());
    }
}
