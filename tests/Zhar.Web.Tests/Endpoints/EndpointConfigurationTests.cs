using Zhar.Testing;
using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

public sealed class EndpointConfigurationTests
{
    private static EndpointOptions Read(params (string Key, string Value)[] settings) => EndpointConfiguration.Read(Settings.Of(settings), "MyEndpoint");

    [Fact]
    public void The_port_is_4000_to_listen_on_and_in_urls()
    {
        var options = Read();

        Assert.Equal((4000, 4000, "localhost", "http"), (options.HttpPort, options.EffectiveUrlPort, options.UrlHost, options.EffectiveUrlScheme));
    }

    [Fact]
    public void Port_sets_both_and_host_the_name_in_urls_never_the_address()
    {
        var options = Read(("PORT", "8080"), ("HOST", "example.com"));

        Assert.Equal((8080, 8080, "example.com"), (options.HttpPort, options.EffectiveUrlPort, options.UrlHost));
        Assert.Null(options.HttpAddress);
    }

    [Fact]
    public void Each_can_be_set_apart_and_the_endpoints_own_section_wins()
    {
        var options = Read(("PORT", "8080"), ("HOST", "a.example"), ("Http:Port", "9000"), ("MyEndpoint:Url:Port", "443"), ("Url:Port", "1"), ("MyEndpoint:Url:Host", "b.example"));

        Assert.Equal((9000, 443, "b.example", "https"), (options.HttpPort, options.EffectiveUrlPort, options.UrlHost, options.EffectiveUrlScheme));
    }

    [Theory]
    [InlineData("PORT", "eighty", "The setting PORT of the endpoint 'MyEndpoint' is \"eighty\" and has to be a number between 0 and 65535.")]
    [InlineData("PORT", "70000", "has to be a number between 0 and 65535")]
    [InlineData("Http:Port", "-1", "The setting Http:Port")]
    [InlineData("HOST", "https://example.com/", "is the public name alone")]
    [InlineData("Http:Ip", "example.com", "an IP address")]
    [InlineData("Server", "maybe", "true or false")]
    [InlineData("SERVER", "apache01", "The setting Server of the endpoint 'MyEndpoint' is \"apache01\" and has to be true or false. A variable SERVER of the environment counts as this setting; where it means something else, set MyEndpoint:Server, which wins.")]
    [InlineData("MyEndpoint:Server", "1", "The setting Server of the endpoint 'MyEndpoint' is \"1\" and has to be true or false.")]
    public void A_wrong_setting_is_named_with_what_it_has_to_be(string key, string value, string expected)
    {
        Assert.Contains(expected, Assert.Throws<EndpointConfigurationException>(() => Read((key, value))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_does_not_start_without_a_secret_and_names_it()
    {
        await using var node = TestNode.Start(configure: o => o.Services = Settings.Services(("Server", "false")));

        var exit = await Assert.ThrowsAsync<ProcessExitException>(() => node.Node.Start(EndpointTests.SmallEndpoint.Child()).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Contains("SECRET_KEY_BASE is not set, and in production it has to be", exit.Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_too_short_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<ApplicationStartException>(() => ConnTest.Start<EndpointTests.SmallEndpoint>([new("SECRET_KEY_BASE", "short")]));

        Assert.Contains("SECRET_KEY_BASE has 5 bytes; it needs at least 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urls_have_the_public_host_and_port()
    {
        await using var app = await FunctionEndpoint.Start(
            _ => { }, static s => s.Get("/x", Actions.Text(static c => c.CurrentUrl)), settings: [("HOST", "example.com"), ("Url:Port", "443")]);

        Assert.Equal("https://example.com/x?a=1", (await app.Conn().Get("/x?a=1")).TextResponse());
    }

    [Fact]
    public void The_editor_is_a_link_and_not_the_program_of_the_environment()
    {
        const string link = "vscode://file/__FILE__:__LINE__";

        Assert.Null(Read(("EDITOR", "vim")).Editor);
        Assert.Equal(link, Read(("EDITOR", "vim"), ("PLUG_EDITOR", link)).Editor);
        Assert.Equal(link, Read(("MyEndpoint:Editor", link), ("PLUG_EDITOR", "x__FILE__")).Editor);
    }
}
