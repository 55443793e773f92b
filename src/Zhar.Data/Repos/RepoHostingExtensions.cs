using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Zhar.Data;

/// <summary>Adds repos to an application's services.</summary>
public static class RepoHostingExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Makes the repo injectable, with its settings from the configuration. It runs once <c>Repo.Child()</c> stands in the supervision tree.</summary>
        /// <param name="configuration">Where its section, <c>DATABASE_URL</c> and <c>POOL_SIZE</c> are looked up: see <see cref="RepoConfiguration"/>.</param>
        /// <param name="configure">Changes the settings after they were read.</param>
        /// <exception cref="RepoConfigurationException">A setting is wrong. Thrown when the repo is first asked for, so at the start of the application.</exception>
        public IServiceCollection AddRepo<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRepo>(IConfiguration configuration, Action<RepoOptions>? configure = null)
            where TRepo : Repo
        {
            ArgumentNullException.ThrowIfNull(configuration);
            return services.AddSingleton(provider =>
            {
                var options = RepoConfiguration.Read(configuration, typeof(TRepo).Name);
                configure?.Invoke(options);
                var repo = ActivatorUtilities.CreateInstance<TRepo>(provider);
                repo.Configure(options, provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetService<ILoggerFactory>());
                return repo;
            });
        }
    }
}
