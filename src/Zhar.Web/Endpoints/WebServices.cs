using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar.Web;

/// <summary>The application's services; what ASP.NET Core needs and the application has not added comes from a container behind them.</summary>
/// <remarks>So <c>MyEndpoint.Child()</c> in a tree is enough, and what the application does add (authentication, rate limits, OpenAPI) is what counts.</remarks>
internal sealed class WebServices : IKeyedServiceProvider, IServiceScopeFactory, IServiceProviderIsKeyedService, IDisposable
{
    private readonly IServiceProvider _application;
    private readonly ServiceProvider _behind;
    private readonly IServiceProviderIsService? _applicationHas;
    private readonly IServiceProviderIsService _behindHas;
    private readonly IServiceScopeFactory? _scopes;
    private readonly bool _hasRouting;

    private WebServices(IServiceProvider application, ServiceProvider behind)
    {
        _application = application;
        _behind = behind;
        _applicationHas = application.GetService<IServiceProviderIsService>();
        _behindHas = behind.GetRequiredService<IServiceProviderIsService>();
        _hasRouting = _applicationHas?.IsService(typeof(EndpointDataSource)) == true;
        _scopes = application.GetService<IServiceScopeFactory>();
    }

    internal static IServiceProvider Behind(IServiceProvider application, IConfiguration configuration)
    {
        // Under a web application everything is there already.
        if (application.GetService<IHttpContextFactory>() is not null && application.GetService<LinkGenerator>() is not null)
            return application;
        var services = new ServiceCollection();
        var loggers = application.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        services.AddSingleton(loggers);
        services.TryAdd(ServiceDescriptor.Singleton(typeof(ILogger<>), typeof(Logger<>)));
        services.AddSingleton(configuration);
        services.AddSingleton<IWebHostEnvironment>(new WebEnvironment(application.GetService<IHostEnvironment>()));
        services.AddSingleton<IHostEnvironment>(static s => s.GetRequiredService<IWebHostEnvironment>());
        services.AddOptions();
        services.AddMetrics();
        services.AddRouting();
        services.AddResponseCompression(static o => o.EnableForHttps = true);
        var diagnostics = new System.Diagnostics.DiagnosticListener("Microsoft.AspNetCore");
        services.AddSingleton(diagnostics);
        services.AddSingleton<System.Diagnostics.DiagnosticSource>(diagnostics);
        return new WebServices(application, services.BuildServiceProvider());
    }

    /// <summary>The container that <paramref name="type"/> comes from: what belongs together has to come from one.</summary>
    internal static IServiceProvider OwnerOf(IServiceProvider services, Type type) =>
        services is not WebServices web ? services : web._applicationHas?.IsService(type) == true ? web._application : web._behind;

    public object? GetService(Type serviceType) => Get(_application, serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => GetKeyed(_application, serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => GetKeyedService(serviceType, serviceKey) ?? throw Missing(serviceType, serviceKey);

    public void Dispose() => _behind.Dispose();

    public IServiceScope CreateScope() => new Scope(this, _scopes?.CreateScope());

    public bool IsService(Type serviceType) => _applicationHas?.IsService(serviceType) == true || _behindHas.IsService(serviceType);

    public bool IsKeyedService(Type serviceType, object? serviceKey) =>
        (_applicationHas as IServiceProviderIsKeyedService)?.IsKeyedService(serviceType, serviceKey) == true || (_behindHas as IServiceProviderIsKeyedService)?.IsKeyedService(serviceType, serviceKey) == true;

    private static InvalidOperationException Missing(Type type, object? key) => new($"No service of the type {type} is registered under the key '{key}'. Add it in the application's Configure: services.AddKeyedSingleton<{type.Name}>(\"{key}\");");

    private object? GetKeyed(IServiceProvider application, Type type, object? key) =>
        (application as IKeyedServiceProvider)?.GetKeyedService(type, key) ?? _behind.GetKeyedService(type, key);

    private object? Get(IServiceProvider application, Type type)
    {
        if (type == typeof(IServiceProvider))
            return ReferenceEquals(application, _application) ? this : null;
        if (type == typeof(IServiceScopeFactory) || type == typeof(IServiceProviderIsService) || type == typeof(IServiceProviderIsKeyedService))
            return this;
        var found = _hasRouting ? application.GetService(type) : GetWithoutRouting(application, type);
        if (found is null)
            return _behind.GetService(type);

        // Every container has an empty list of anything.
        return found is ICollection { Count: 0 } && type is { IsConstructedGenericType: true } && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? _behind.GetService(type) ?? found
            : found;
    }

    /// <summary>
    /// Some of ASP.NET Core's services that an application adds take the list of its endpoints, and the routing that keeps this list stands in the container
    /// behind. Authorization does without: it is only its cache that wants it.
    /// </summary>
    private static object? GetWithoutRouting(IServiceProvider application, Type type)
    {
        try
        {
            return application.GetService(type);
        }
        catch (InvalidOperationException e) when (e.Message.Contains(nameof(EndpointDataSource), StringComparison.Ordinal))
        {
            return type.FullName == "Microsoft.AspNetCore.Authorization.Policy.AuthorizationPolicyCache" ? null : throw new InvalidOperationException(
                $"The application's service {type} needs ASP.NET Core's routing beside it. Add that in the application's Configure: services.AddRouting();", e);
        }
    }

    /// <summary>The services of one request: a scope of the application's.</summary>
    private sealed class Scope(WebServices owner, IServiceScope? scope) : IServiceScope, IKeyedServiceProvider, IAsyncDisposable
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) => serviceType == typeof(IServiceProvider) ? this : owner.Get(scope?.ServiceProvider ?? owner._application, serviceType);

        public object? GetKeyedService(Type serviceType, object? serviceKey) => owner.GetKeyed(scope?.ServiceProvider ?? owner._application, serviceType, serviceKey);

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => GetKeyedService(serviceType, serviceKey) ?? throw Missing(serviceType, serviceKey);

        public void Dispose() => scope?.Dispose();

        public ValueTask DisposeAsync()
        {
            if (scope is IAsyncDisposable asynchronous)
                return asynchronous.DisposeAsync();
            scope?.Dispose();
            return default;
        }
    }

    /// <summary>The host's environment, in the words of ASP.NET Core.</summary>
    private sealed class WebEnvironment : IWebHostEnvironment
    {
        internal WebEnvironment(IHostEnvironment? host)
        {
            EnvironmentName = host?.EnvironmentName ?? Environments.Production;
            ApplicationName = host?.ApplicationName ?? System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name ?? "application";
            ContentRootPath = host?.ContentRootPath ?? AppContext.BaseDirectory;
            ContentRootFileProvider = host?.ContentRootFileProvider ?? Files(ContentRootPath);
            WebRootPath = Path.Combine(ContentRootPath, "wwwroot");
            WebRootFileProvider = Files(WebRootPath);
        }

        public string EnvironmentName { get; set; }

        public string ApplicationName { get; set; }

        public string ContentRootPath { get; set; }

        public IFileProvider ContentRootFileProvider { get; set; }

        public string WebRootPath { get; set; }

        public IFileProvider WebRootFileProvider { get; set; }

        private static IFileProvider Files(string path) => Directory.Exists(path) ? new PhysicalFileProvider(path) : new NullFileProvider();
    }
}
