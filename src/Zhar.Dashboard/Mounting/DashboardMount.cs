using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>One dashboard in one router: its path, its options, and who may see it.</summary>
internal sealed class DashboardMount(string path, DashboardOptions options)
{
    /// <summary>Where it is: <c>/dev/dashboard</c>.</summary>
    internal string Path => path;

    internal DashboardOptions Options => options;

    /// <summary>The name of the process that collects what the pages show over time.</summary>
    internal ServerName CollectorName => ServerName.Of($"Zhar.Dashboard {path}");

    internal static bool IsDevelopment(IServiceProvider services) => services.GetService<IHostEnvironment>()?.IsDevelopment() == true;

    internal bool IsOpen(IServiceProvider services) => options.OutsideDevelopment || IsDevelopment(services);

    /// <summary>The plugs in front of the pages.</summary>
    internal void Plugs(PlugBuilder p)
    {
        if (IsOpen(p.Services))
        {
            p.Child(Collector.Child(new CollectorSettings(options.Meters, IsDevelopment(p.Services))) with { Id = CollectorName, Name = CollectorName });
            return;
        }

        p.Plug(conn => throw new DashboardClosedException(conn.Request.Path.Value ?? path));
    }
}

/// <summary>There is no dashboard in this environment: answered with 404, as if it had not been mounted.</summary>
internal sealed class DashboardClosedException(string path)
    : Exception($"No dashboard at {path}: outside of the environment Development it has to be allowed. Put it behind a policy and set it in the router: s.LiveDashboard(…, o => o.OutsideDevelopment = true)."), IHttpStatus
{
    public int StatusCode => 404;
}
