using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The dashboard in a router.</summary>
public static class DashboardRoutes
{
    extension(RouteScope scope)
    {
        /// <summary>Mounts the dashboard: <c>s.LiveDashboard("/dev/dashboard")</c>. Source: Phoenix.LiveDashboard.Router.live_dashboard/2.</summary>
        /// <param name="path">The path of its first page; the others are below.</param>
        /// <param name="configure">Sets its options.</param>
        /// <returns>The scope of its routes, for <c>.RequireAuthorization("admin")</c>.</returns>
        /// <remarks>
        /// The scope around it needs a pipeline with <c>FetchSession</c>, and the endpoint a live socket. Outside of the environment <c>Development</c> its pages answer 404
        /// unless <see cref="DashboardOptions.OutsideDevelopment"/> is set. Who may see it sees much: put it behind a policy wherever strangers can reach it.
        /// </remarks>
        public RouteScope LiveDashboard(string path = "/dev/dashboard", Action<DashboardOptions>? configure = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            var options = new DashboardOptions();
            configure?.Invoke(options);
            var mount = new DashboardMount((scope.Path.TrimEnd('/') + path).TrimEnd('/'), options);
            return scope.Scope(path, new Pipeline(mount.Plugs, "dashboard"), s =>
            {
                s.Get(DashboardStyles.FileName, DashboardStyles.Send);
                s.LiveSession($"dashboard {mount.Path}", l => l.OnMount(new DashboardAccess(mount)).PutRootLayout(new RootLayout(mount).Render).PutLayout(DashboardLayout.Render), l =>
                {
                    l.Live<HomeLive>("/");
                    l.Live<TreeLive>("/tree");
                    l.Live<ProcessesLive>("/processes");
                    l.Live<ProcessLive>("/processes/:number");
                    l.Live<CrashesLive>("/crashes");
                    l.Live<MetricsLive>("/metrics");
                    l.Live<RequestsLive>("/requests");
                    l.Live<SocketsLive>("/sockets");
                    l.Live<ReposLive>("/repos");
                    l.Live<StorageLive>("/registries");
                    l.Live<SystemLive>("/system");
                });
            });
        }
    }
}
