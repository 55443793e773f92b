using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;

namespace Zhar.Docs.Tests.Patterns.Services;

/// <summary>The code of the page on services, run.</summary>
public sealed class PatternsServicesTests
{
    [Fact]
    public async Task Callers_are_answered_from_memory()
    {
        await using var app = await Start(new Other(HttpStatusCode.OK));

        var answer = await app.Conn().PutHeader("accept", "application/json").Get("/rates/USD");

        Assert.Equal(200, answer.Status);
        Assert.Contains("1.08", answer.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await app.Conn().PutHeader("accept", "application/json").Get("/rates/XXX")).Status);
        Assert.Equal("Healthy", (await app.Conn().Get("/health/ready")).Body);
    }

    [Fact]
    public async Task When_the_other_service_is_away_this_one_is_up_and_says_so()
    {
        await using var app = await Start(new Other(HttpStatusCode.ServiceUnavailable));

        Assert.Equal(404, (await app.Conn().PutHeader("accept", "application/json").Get("/rates/USD")).Status);
        Assert.Equal("Healthy", (await app.Conn().Get("/health/live")).Body);
        Assert.Equal("Degraded", (await app.Conn().Get("/health/ready")).Body);
    }

    private static Task<ConnTest> Start(Other other) =>
        ConnTest.Start<Application, MyEndpoint>(services: services => services.AddHttpClient<RatesApi>().ConfigurePrimaryHttpMessageHandler(() => other));

    private sealed class Other(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent("""{"USD":1.08}""", System.Text.Encoding.UTF8, "application/json") });
    }
}
