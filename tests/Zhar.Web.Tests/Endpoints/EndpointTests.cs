using System.Net;
using Microsoft.AspNetCore.Http;
using Zhar.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Endpoints;

public sealed class EndpointTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_endpoint_answers_in_the_tests_process_without_a_port()
    {
        await using var app = await ConnTest.Start<SmallEndpoint>();

        var conn = await app.Conn().Get("/users/7?x=1");

        Assert.Equal("show 7 1", conn.TextResponse());
    }

    [Fact]
    public async Task An_endpoint_in_a_tree_listens_and_stops_with_it()
    {
        await using var node = TestNode.Start(configure: o => o.Services = Support.Settings.Services(("PORT", "0"), ("Http:Ip", "127.0.0.1"), ("SECRET_KEY_BASE", ConnTest.SecretKeyBase)));
        var started = await node.Node.Start(SmallEndpoint.Child()).WaitAsync(Deadline);
        Assert.True(started is Started, $"{started}");
        var endpoint = EndpointRuntime.Find(node.Node, typeof(SmallEndpoint).FullName!)!;
        using var http = new HttpClient();

        Assert.Equal("show 8 ", await http.GetStringAsync($"{endpoint.Addresses[0]}/users/8").WaitAsync(Deadline));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"{endpoint.Addresses[0]}/nowhere").WaitAsync(Deadline)).StatusCode);

        await node.Run(_ => Supervisor.Stop(SmallEndpoint.Name).AsTask()).WaitAsync(Deadline);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync($"{endpoint.Addresses[0]}/users/8").WaitAsync(Deadline));
    }

    public sealed class SmallEndpoint : EndpointBase
    {
        protected override void Plugs(PlugBuilder p) => p.Router<SmallRouter>();
    }

    public sealed class SmallRouter : Zhar.Web.Router
    {
        protected override void Routes() => Scope("/", s => s.Get("/users/:id", conn =>
        {
            conn.Response.ContentType = "text/plain";
            return conn.Response.WriteAsync($"show {conn.Params["id"]} {conn.Params.Get("x")}");
        }));
    }
}
