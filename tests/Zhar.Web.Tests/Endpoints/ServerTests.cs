using System.Buffers;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

public sealed class ServerTests
{
    private static readonly Pipeline Browser = new(static p => p.Accepts("html", "json").FetchSession().FetchFlash());

    private static Task<RunningEndpoint> Start(Action<KestrelServerOptions>? server = null, params (string Key, string Value)[] settings) => RunningEndpoint.Start(
        static p => p.RequestId().Telemetry().ParseBody().Session(),
        static s =>
        {
            s.Scope("/", Browser, static a =>
            {
                a.Get("/", Actions.Text(static c => $"{c.GetSession("name")} {c.Flash["info"]}"));
                a.Post("/name", Actions.Do(static c => c.PutSession("name", c.Params["name"]).PutFlash("info", "Saved.").RedirectTo("/")));
                a.Get("/big", Actions.Do(static c => c.PutSession("big", new string('x', 5000))));
            });
            s.Post("/echo", Actions.Text(static c => c.BodyParams.ToString()));
        },
        server,
        settings);

    [Fact]
    public async Task Session_and_flash_travel_over_a_real_connection()
    {
        await using var endpoint = await Start();
        using var browser = new HttpClient { BaseAddress = endpoint.Address, Timeout = RunningEndpoint.Deadline };

        var saved = await browser.PostAsync("/name", new FormUrlEncodedContent([new("name", "Ada")]));

        Assert.Equal("Ada Saved.", await saved.Content.ReadAsStringAsync());
        Assert.Equal("Ada ", await browser.GetStringAsync("/"));
        Assert.False(saved.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")] // without a host
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: b\nX: c\r\rY: d\r\n\r\n", "400")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "400")]
    [InlineData("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx", "400")]
    [InlineData("GET /%ZZ/%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "40")]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404")]
    public async Task A_malformed_request_is_refused_and_the_server_goes_on(string request, string status)
    {
        await using var endpoint = await Start();

        var response = await endpoint.Raw(request);

        Assert.StartsWith("HTTP/1.1 " + status, response, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", response, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await endpoint.Http.GetAsync(endpoint.Address)).StatusCode);
    }

    [Fact]
    public async Task Headers_that_never_end_are_431()
    {
        await using var endpoint = await Start();

        var response = await endpoint.Raw("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + new string('x', 40_000) + "\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_servers_limit_is_413_though_its_length_was_not_said()
    {
        await using var endpoint = await Start(settings: ("Http:MaxRequestBytes", "1000"));
        const string Head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

        var response = await endpoint.Raw(Head + "800\r\n" + new string('1', 0x800) + "\r\n0\r\n\r\n", until: "\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_sends_its_body_too_slowly_is_408()
    {
        await using var endpoint = await Start(static server => server.Limits.MinRequestBodyDataRate = new MinDataRate(1000, TimeSpan.FromSeconds(1.1)));

        var response = await endpoint.Raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 408", response, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await endpoint.Http.GetAsync(endpoint.Address)).StatusCode);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task A_client_that_resets_its_connection_while_its_body_is_read_is_no_error(string type)
    {
        var reading = new TaskCompletionSource();
        await using var endpoint = await RunningEndpoint.Start(
            p => p.Use((conn, next) =>
            {
                reading.TrySetResult();
                return next(conn);
            }).Telemetry().ParseBody(),
            static s => s.Post("/", Actions.Text("read")));
        using (var socket = new System.Net.Sockets.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) })
        {
            await socket.ConnectAsync(IPAddress.Loopback, endpoint.Address.Port);
            await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n--b\r\n"));
            await reading.Task.WaitAsync(RunningEndpoint.Deadline);
        }

        await endpoint.Log.WaitFor(static e => e.Message.StartsWith("POST / 499", StringComparison.Ordinal), RunningEndpoint.Deadline);
        Assert.DoesNotContain(endpoint.Log.Entries, static e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task A_response_that_fails_with_a_part_of_it_written_is_cut_off_not_mixed_with_the_error_page()
    {
        await using var endpoint = await RunningEndpoint.Start(static _ => { }, static s => s.Get("/half", static c =>
        {
            c.Response.BodyWriter.Write("half a page"u8);
            throw new InvalidOperationException("failed on purpose");
        }));

        var response = await endpoint.Raw("GET /half HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Equal("", response);
        Assert.Contains(endpoint.Log.Entries, static e => e.Exception?.Message == "failed on purpose");
    }

    [Fact]
    public async Task A_session_that_does_not_fit_is_a_500_page_and_not_a_broken_connection()
    {
        await using var endpoint = await Start();

        var response = await endpoint.Http.GetAsync(new Uri(endpoint.Address, "/big"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("Internal Server Error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_for_another_site_is_403_over_a_real_connection_too()
    {
        var pages = new Pipeline(static p => p.FetchSession().ProtectFromForgery());
        await using var endpoint = await RunningEndpoint.Start(static p => p.Session(), s => s.Scope("/", pages, static a =>
        {
            a.Get("/bytes.js", static c => c.SendBytes("secret()"u8.ToArray(), "text/javascript"));
            a.Get("/pieces.js", static async c =>
            {
                await c.SendChunked(200, "text/javascript");
                await c.Chunk("secret()");
            });
        }));

        foreach (var path in new[] { "/bytes.js", "/pieces.js" })
        {
            var response = await endpoint.Http.GetAsync(new Uri(endpoint.Address, path));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal("", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_request_under_way_is_answered_before_the_endpoint_stops()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var endpoint = await RunningEndpoint.Start(_ => { }, s => s.Get("/slow", async c =>
        {
            entered.SetResult();
            await leave.Task;
            await c.SendText("done");
        }));
        var response = endpoint.Http.GetStringAsync(new Uri(endpoint.Address, "/slow"));
        await entered.Task.WaitAsync(RunningEndpoint.Deadline);

        var stopping = endpoint.Stop();
        Assert.False(stopping.IsCompleted);
        leave.SetResult();

        Assert.Equal("done", await response.WaitAsync(RunningEndpoint.Deadline));
        await stopping;
    }

    [Fact]
    public async Task A_server_that_is_killed_comes_back_on_its_port()
    {
        int port;
        using (var probe = new System.Net.Sockets.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        }

        await using var endpoint = await Start(settings: ("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.OK, (await endpoint.Http.GetAsync(endpoint.Address)).StatusCode);
        var server = await endpoint.Node.Run(static async _ => (await Supervisor.WhichChildren(FunctionEndpoint.Name)).Single(static c => "server".Equals(c.Id)).Pid);

        await endpoint.Node.KillAndAwaitRestart(server);

        Assert.Equal(HttpStatusCode.OK, (await endpoint.Http.GetAsync($"http://127.0.0.1:{port}/")).StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_and_is_named()
    {
        await using var first = await Start();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Start(settings: ("PORT", first.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))));

        Assert.Contains($"{first.Address.Port}", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("is taken", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_endpoints_on_two_nodes_do_not_see_each_other()
    {
        await using var one = await RunningEndpoint.Start(_ => { }, static s => s.Get("/", Actions.Text("one")));
        await using var two = await RunningEndpoint.Start(_ => { }, static s => s.Get("/", Actions.Text("two")));

        Assert.Equal("one", await one.Http.GetStringAsync(one.Address));
        Assert.Equal("two", await two.Http.GetStringAsync(two.Address));
    }

    [Fact]
    public async Task Json_goes_in_and_out_over_a_real_connection()
    {
        await using var endpoint = await Start();

        var response = await endpoint.Http.PostAsJsonAsync(new Uri(endpoint.Address, "/echo"), new Dictionary<string, int> { ["a"] = 1 });

        Assert.Equal("""{"a": 1}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task With_a_certificate_it_listens_with_tls_too()
    {
        var path = Path.Combine(Path.GetTempPath(), $"zhar-test-{Guid.NewGuid():n}.pem");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllTextAsync(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        }

        try
        {
            await using var endpoint = await Start(null, ("Https:Port", "0"), ("Https:Certificate", path));
            using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } }) { Timeout = RunningEndpoint.Deadline };

            var response = await http.PostAsync(endpoint.Runtime.Addresses.Single(static a => a.StartsWith("https:", StringComparison.Ordinal)) + "/name", new FormUrlEncodedContent([new("name", "Ada")]));

            Assert.Equal("Ada Saved.", await response.Content.ReadAsStringAsync());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_stops_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Start(null, ("Https:Port", "0"), ("Https:Certificate", "/nowhere.pem")));

        Assert.Contains("The certificate \"/nowhere.pem\"", error.ToString(), StringComparison.Ordinal);
    }
}
