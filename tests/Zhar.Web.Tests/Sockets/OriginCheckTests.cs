using Microsoft.AspNetCore.Http;

namespace Zhar.Web.Tests.Sockets;

public sealed class OriginCheckTests
{
    [Theory]
    [InlineData("https://example.com", true)]
    [InlineData("http://example.com:8080", true)]
    [InlineData("https://EXAMPLE.com", true)]
    [InlineData("https://example.com.evil.net", false)]
    [InlineData("https://evil.net/example.com", false)]
    [InlineData("https://example.com@evil.net", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public void By_default_the_host_is_compared(string origin, bool allowed) => Assert.Equal(allowed, OriginCheck.Host.Allows(Request(origin), "example.com"));

    [Fact]
    public void Without_a_public_host_it_is_the_host_of_the_request()
    {
        Assert.True(OriginCheck.Host.Allows(Request("http://127.0.0.1:9"), null));
        Assert.False(OriginCheck.Host.Allows(Request("http://localhost"), null));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4000", true)]
    [InlineData("https://127.0.0.1:4000", false)]
    [InlineData("http://127.0.0.1", false)]
    public void Conn_compares_scheme_host_and_port(string origin, bool allowed) => Assert.Equal(allowed, OriginCheck.Conn.Allows(Request(origin), "example.com"));

    [Theory]
    [InlineData("https://a.example", true)]
    [InlineData("http://a.example", false)]
    [InlineData("http://b.example:99", true)]
    [InlineData("https://x.c.example", true)]
    [InlineData("https://x.y.c.example", true)]
    [InlineData("https://c.example", false)]
    [InlineData("https://xc.example", false)]
    [InlineData("https://d.example:8443", true)]
    [InlineData("https://d.example", false)]
    public void A_list_knows_schemes_ports_and_subdomains(string origin, bool allowed) =>
        Assert.Equal(allowed, OriginCheck.Origins("https://a.example", "//b.example", "//*.c.example", "https://d.example:8443").Allows(Request(origin), null));

    [Theory]
    [InlineData("example.com")]
    [InlineData("https://")]
    [InlineData("https://example.com/path")]
    public void What_is_no_origin_is_refused(string origin) => Assert.Contains("is no origin", Assert.Throws<ArgumentException>(() => OriginCheck.Origins(origin)).Message);

    [Fact]
    public void A_request_without_an_origin_comes_from_no_page()
    {
        var request = new DefaultHttpContext();

        Assert.True(OriginCheck.Host.Allows(request, "example.com"));
        Assert.True(OriginCheck.Off.Allows(Request("https://evil.example"), "example.com"));
        Assert.True(OriginCheck.By((origin, _) => origin.Port == 1).Allows(Request("https://evil.example:1"), null));
    }

    private static DefaultHttpContext Request(string origin)
    {
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("127.0.0.1", 4000);
        http.Request.Headers.Origin = origin;
        return http;
    }
}
