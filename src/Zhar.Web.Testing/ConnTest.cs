using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhar.Testing;

namespace Zhar.Web.Testing;

/// <summary>Runs an endpoint in the test's process, on a node of its own and without a port: many at once do not disturb each other.</summary>
/// <example>
/// <code>
/// await using var app = await ConnTest.Start&lt;Application, MyEndpoint&gt;();
///
/// var page = await app.Conn().Post("/users", Params.Of(("user", Params.Of(("name", "Ada")))));
/// Assert.Equal("/users/1", page.RedirectedTo());
///
/// page = await page.Get("/users/1");      // the same browser: it has kept its cookies
/// Assert.Contains("Ada", page.HtmlResponse(200));
/// </code>
/// </example>
/// <remarks>Source: Phoenix.ConnTest.</remarks>
public sealed class ConnTest : IAsyncDisposable
{
    /// <summary>The secret of endpoints under test, so that what one run signed another can read.</summary>
    public const string SecretKeyBase = "test-secret-test-secret-test-secret-test-secret-test-secret-test-secret";

    private readonly IHost _host;
    private readonly EndpointRuntime _endpoint;

    private ConnTest(IHost host, EndpointRuntime endpoint, LogCapture log)
    {
        _host = host;
        _endpoint = endpoint;
        Log = log;
    }

    /// <summary>The services of the application.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The node that the application runs on.</summary>
    public Node Node => Services.GetRequiredService<Node>();

    /// <summary>What was logged.</summary>
    public LogCapture Log { get; }

    internal EndpointRuntime Endpoint => _endpoint;

    /// <summary>Starts an endpoint alone: a tree of a PubSub and this endpoint.</summary>
    /// <param name="settings">Configuration, such as <c>("HOST", "example.com")</c>.</param>
    /// <param name="services">Adds what its controllers and plugs need.</param>
    /// <param name="environment">The name of the environment. Default <c>Test</c>.</param>
    public static Task<ConnTest> Start<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEndpoint>(
        IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<IServiceCollection>? services = null, string environment = "Test")
        where TEndpoint : EndpointBase => Start<EndpointApplication<TEndpoint>, TEndpoint>(settings, services, environment);

    /// <summary>Starts an application with an endpoint in its tree.</summary>
    /// <param name="settings">Configuration on top of the application's own, such as <c>("HOST", "example.com")</c>.</param>
    /// <param name="services">Replaces services.</param>
    /// <param name="environment">The name of the environment. Default <c>Test</c>.</param>
    /// <exception cref="ApplicationStartException">The application did not start.</exception>
    public static async Task<ConnTest> Start<TApplication, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEndpoint>(
        IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<IServiceCollection>? services = null, string environment = "Test")
        where TApplication : ZharApplication, new()
        where TEndpoint : EndpointBase
    {
        var log = new LogCapture();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection([new("Server", "false"), new(EndpointConfiguration.SecretKeyBaseKey, SecretKeyBase)]);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddSingleton<IHostLifetime, TestLifetime>();
        builder.AddZhar<TApplication>();
        services?.Invoke(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            host.Dispose();
            throw;
        }

        var name = typeof(TEndpoint).FullName ?? typeof(TEndpoint).Name;
        var endpoint = EndpointRuntime.Find(host.Services.GetRequiredService<Node>(), name) ?? throw new InvalidOperationException(
            $"The application {typeof(TApplication).Name} runs, but the endpoint {name} is not in its tree. Add {typeof(TEndpoint).Name}.Child() to its Start.");
        return new ConnTest(host, endpoint, log);
    }

    /// <summary>A new browser: no cookies, no headers. Source: Phoenix.ConnTest.build_conn/0.</summary>
    public TestConn Conn() => new(this);

    /// <summary>Stops the application.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync().ConfigureAwait(false);
        else
            _host.Dispose();
    }

    /// <summary>Handles one request, from the first plug to the end of the response.</summary>
    internal async Task<TestResponse> Send(TestRequest request)
    {
        var features = request.ToFeatures();
        var response = new TestResponse(features);
        var conn = new DefaultHttpContext(features);
        request.Customize?.Invoke(conn);
        var scopes = _endpoint.Services.GetRequiredService<IServiceScopeFactory>();
        conn.ServiceScopeFactory = scopes;
        try
        {
            await _endpoint.Handler(conn).ConfigureAwait(false);
            await response.End().ConfigureAwait(false);
        }
        finally
        {
            await response.Complete().ConfigureAwait(false);
        }

        response.Conn = conn;
        return response;
    }

    private sealed class EndpointApplication<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T> : ZharApplication
        where T : EndpointBase
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), EndpointBase.Child<T>());
    }

    /// <summary>A test ends by itself, not by a signal.</summary>
    private sealed class TestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
