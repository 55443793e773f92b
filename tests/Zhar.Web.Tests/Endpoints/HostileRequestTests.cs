using System.Diagnostics;
using System.Net;
using System.Text;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

/// <summary>Requests that no browser sends, byte by byte over a real connection: the right status, nothing leaks, the server answers the next one.</summary>
public sealed class HostileRequestTests : IDisposable
{
    private static readonly Pipeline Browser = new(static p => p.Accepts("html").FetchSession().FetchLiveFlash());

    private readonly string _directory = Directory.CreateTempSubdirectory("zhar-hostile-").FullName;

    public HostileRequestTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "www", "assets"));
        File.WriteAllText(Path.Combine(_directory, "www", "assets", "app.css"), "body {}");
        File.WriteAllText(Path.Combine(_directory, "outside.txt"), "the secret");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<RunningEndpoint> Start() => RunningEndpoint.Start(
        p => p.StaticAssets(a => (a.From, a.Fingerprints) = (Path.Combine(_directory, "www"), false)).ParseBody().Session(),
        static s => s.Scope("/", Browser, static a =>
        {
            a.Get("/", Actions.Text(static c => $"{c.GetSession("x")} {c.QueryParams.Count}"));
            a.Post("/echo", Actions.Text(static c => c.BodyParams.ToString()));
        }));

    [Theory]
    [InlineData("/../outside.txt")]
    [InlineData("/%2e%2e/outside.txt")]
    [InlineData("/%2E%2E%2Foutside.txt")]
    [InlineData("/..%2foutside.txt")]
    [InlineData("/..%252foutside.txt")]
    [InlineData("/%252e%252e/outside.txt")]
    [InlineData("/assets/..%2f..%2foutside.txt")]
    [InlineData("/assets/%2e%2e/%2e%2e/outside.txt")]
    [InlineData("/....//outside.txt")]
    [InlineData("/..;/outside.txt")]
    [InlineData("/..%5coutside.txt")]
    [InlineData("/%c0%ae%c0%ae/outside.txt")]
    [InlineData("/%uff0e%uff0e/outside.txt")]
    [InlineData("/..%00/outside.txt")]
    [InlineData("//..//outside.txt")]
    [InlineData("/assets/%ff%fe/../../../outside.txt")]
    [InlineData("http://a/../outside.txt")]
    public async Task No_way_of_writing_a_path_leads_out_of_the_directory_of_static_files(string path)
    {
        await using var endpoint = await Start();

        var response = await endpoint.Raw($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 40[04] ", response);
        Assert.DoesNotContain("the secret", response, StringComparison.Ordinal);
        Assert.Contains("body {}", await endpoint.Raw("GET /assets/app.css HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length : 5\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5, 6\r\n")]
    [InlineData("Content-Length: 0x5\r\n")]
    [InlineData("Content-Length: 99999999999999999999\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n")]
    [InlineData("Transfer-Encoding: identity, chunked, gzip\r\n")]
    [InlineData("X-Folded: a\r\n b\r\n")]
    [InlineData(" X-First: a\r\n")]
    [InlineData("X-Nul: a\0b\r\n")]
    [InlineData("X\0Nul: a\r\n")]
    [InlineData("X-Bad Name: a\r\n")]
    [InlineData(": empty\r\n")]
    public async Task A_header_that_two_servers_could_read_in_two_ways_is_refused(string header)
    {
        await using var endpoint = await Start();

        var response = await endpoint.Raw($"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{header}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (400|413|501) ", response);
        Assert.Single(response.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(HttpStatusCode.OK, (await endpoint.Http.GetAsync(endpoint.Address)).StatusCode);
    }

    [Fact]
    public async Task Cookies_of_a_hundred_kilobytes_are_431_and_those_that_fit_are_none()
    {
        await using var endpoint = await Start();

        var huge = await endpoint.Raw($"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: _session={new string('x', 100_000)}\r\n\r\n");
        var many = await endpoint.Raw($"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: {string.Concat(Enumerable.Range(0, 2000).Select(static i => $"c{i}=1; "))}\r\n\r\n");
        var odd = await endpoint.Raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: =; ;;; a; =b; _session=\"\\\"; (=)\r\n\r\n");
        var bytes = await endpoint.Raw("GET / HTTP/1.1\r\nHost: a\r\nCookie: \u00ff\u00fe=\u0080\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", huge, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", many, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", odd, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_million_ampersands_are_refused_in_the_address_and_nothing_in_a_form()
    {
        await using var endpoint = await Start();
        var ampersands = new string('&', 1_000_000);
        var start = Stopwatch.GetTimestamp();

        var address = await endpoint.Raw($"GET /?{ampersands} HTTP/1.1\r\nHost: a\r\n\r\n");
        using var form = await endpoint.Http.PostAsync(new Uri(endpoint.Address, "/echo"), Form(ampersands));
        using var names = await endpoint.Http.PostAsync(new Uri(endpoint.Address, "/echo"), Form(string.Concat(Enumerable.Repeat("a&", 500_000))));

        Assert.StartsWith("HTTP/1.1 414", address, StringComparison.Ordinal);
        Assert.Equal("{}", await form.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, names.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(start) < RunningEndpoint.Deadline);
    }

    [Theory]
    [InlineData("a=1&a=2&a[b]=3&a[]=4&a=5", """{"a": "5"}""")]
    [InlineData("a[b]=1&a[b]=2&a[b][c]=3", """{"a": {"b": {"c": "3"}}}""")]
    [InlineData("a[]=1&a[b]=2", """{"a": {"b": "2"}}""")]
    [InlineData("a[=1&a]=2&[b]=3&a[b=4&a[[b]]=5", """{"a[": "1", "a]": "2", "[b]": "3", "a[b": "4", "a[[b]]": "5"}""")]
    [InlineData("__proto__[x]=1&constructor=2", """{"__proto__": {"x": "1"}, "constructor": "2"}""")]
    [InlineData("=1&=2", """{"": "2"}""")]
    public async Task Keys_that_contradict_each_other_have_one_meaning(string body, string expected)
    {
        await using var endpoint = await Start();

        using var response = await endpoint.Http.PostAsync(new Uri(endpoint.Address, "/echo"), Form(body));

        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("%ff=1")]
    [InlineData("a=%c3%28")]
    [InlineData("a=%ed%a0%80")]
    [InlineData("a=%f8%88%80%80%80")]
    [InlineData("a=%")]
    [InlineData("deep")]
    public async Task Keys_without_an_end_and_text_that_is_none_are_400(string body)
    {
        await using var endpoint = await Start();

        using var form = await endpoint.Http.PostAsync(new Uri(endpoint.Address, "/echo"), Form(body == "deep" ? "a" + string.Concat(Enumerable.Repeat("[b]", 100_000)) + "=1" : body));

        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        if (body != "deep")
            Assert.StartsWith("HTTP/1.1 400", await endpoint.Raw($"GET /?{body} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_in_a_form_that_does_not_escape_them_are_400()
    {
        await using var endpoint = await Start();
        using var content = new ByteArrayContent([.. "a="u8, 0xff, 0xfe]) { Headers = { ContentType = new("application/x-www-form-urlencoded") } };

        using var response = await endpoint.Http.PostAsync(new Uri(endpoint.Address, "/echo"), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static StringContent Form(string body) => new(body, Encoding.UTF8, "application/x-www-form-urlencoded");
}
