using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zhar;

/// <summary>Adds an application to a .NET host.</summary>
public static class ZharHostingExtensions
{
    /// <summary>The configuration section that the node's options are read from: <c>Name</c>, <c>Workers</c>, <c>UseThreadPool</c>.</summary>
    public const string Section = "Zhar";

    extension(IHostApplicationBuilder builder)
    {
        /// <summary>Starts the application's tree with the host and stops it with the host; its services are added to the host's.</summary>
        /// <param name="configure">Changes the node's options after they were read from the configuration section <c>Zhar</c>.</param>
        public IHostApplicationBuilder AddZhar<TApp>(Action<NodeOptions>? configure = null)
            where TApp : ZharApplication, new()
        {
            builder.Services.AddZhar<TApp>(builder.Configuration, configure);
            return builder;
        }
    }

    extension(IServiceCollection services)
    {
        /// <summary>As <c>builder.AddZhar</c>, with the configuration of the host that these services belong to.</summary>
        /// <exception cref="InvalidOperationException">The services belong to no host that knows its configuration yet.</exception>
        public IServiceCollection AddZhar<TApp>(Action<NodeOptions>? configure = null)
            where TApp : ZharApplication, new() => services.AddZhar<TApp>(FindConfiguration(services), configure);

        /// <summary>Starts the application's tree with the host and stops it with the host; its services are added to these.</summary>
        /// <remarks>
        /// Registers <see cref="Node"/>, <see cref="PubSub"/>, the clients of the application's servers, the system's <see cref="TimeProvider"/> unless there is
        /// another, and the three health checks <see cref="NodeHealthCheck"/>,
        /// <see cref="SupervisionHealthCheck"/> and <see cref="ApplicationHealthCheck"/>. The start fails the host with an
        /// <see cref="ApplicationStartException"/>; the host's shutdown timeout limits the stop, then what still runs is killed. When the tree ends by
        /// itself the host stops, with exit code 1. Calling it again adds another application to the same node.
        /// </remarks>
        public IServiceCollection AddZhar<TApp>(IConfiguration configuration, Action<NodeOptions>? configure = null)
            where TApp : ZharApplication, new() => Add(services, new TApp(), configuration, configure);
    }

    /// <summary>As <c>AddZhar</c>, for an application that was made already.</summary>
    internal static IServiceCollection Add(IServiceCollection services, ZharApplication application, IConfiguration configuration, Action<NodeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var roots = services.FirstOrDefault(static d => d.ServiceType == typeof(RootApplications))?.ImplementationInstance as RootApplications;
        if (roots is null)
        {
            roots = new RootApplications();
            services.AddSingleton(roots);
            var recipe = new NodeRecipe(configuration.GetSection(Section), configure);
            services.AddSingleton(recipe);
            services.AddSingleton(provider => StartNode(provider, recipe));
            services.TryAddSingleton(static provider => PubSub.Default.On(provider.GetRequiredService<Node>()));
            services.AddHostedService<ZharHostedService>();
            services.TryAddSingleton<NodeHealthOptions>();
            services.TryAddSingleton<NodeHealthCheck>();
            services.TryAddSingleton(provider => new SupervisionHealthCheck(provider.GetRequiredService<Node>(), roots));
            services.TryAddSingleton(provider => new ApplicationHealthCheck(provider.GetRequiredService<Node>(), roots.Roots));
        }

        roots.Add(application, services, configuration);
        services.TryAddSingleton(TimeProvider.System); // last: an application that has a clock of its own keeps it
        return services;
    }

    private static IConfiguration FindConfiguration(IServiceCollection services)
    {
        foreach (var service in services)
        {
            if (service.ImplementationInstance is IConfiguration configuration && service.ServiceType == typeof(IConfiguration))
                return configuration;
            if (service.ImplementationInstance is HostBuilderContext context)
                return context.Configuration;
        }

        throw new InvalidOperationException("The services belong to no host that knows its configuration. Write builder.AddZhar<TApp>(), or services.AddZhar<TApp>(configuration).");
    }

    private static Node StartNode(IServiceProvider provider, NodeRecipe recipe) => recipe.Start(new NodeOptions
    {
        Services = provider,
        LoggerFactory = provider.GetRequiredService<ILoggerFactory>(),
        Clock = provider.GetService<TimeProvider>() ?? TimeProvider.System,
    });
}
