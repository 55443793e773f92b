using Zhar.Live;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>Runs before each page: looks once more whether there may be a dashboard, and gives the page what all pages share.</summary>
internal sealed class DashboardAccess(DashboardMount mount) : IOnMount
{
    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (!mount.IsOpen(socket.Services))
            throw new DashboardClosedException(mount.Path);
        var context = new DashboardContext(mount, DashboardMount.IsDevelopment(socket.Services), socket.Host.Endpoint.Options.PathPrefix);
        socket.Assign(DashboardContext.Key, context);
        socket.AttachHook("dashboard", new DashboardHook(context));
        return default;
    }
}

/// <summary>Handles what every page has: the choice of how often it looks again.</summary>
internal sealed class DashboardHook(DashboardContext context) : LiveHook
{
    public override ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent)
    {
        if (liveEvent.Name != DashboardContext.RefreshEvent.Name)
            return new(true);
        if (liveEvent.TryGet<int>("seconds", out var seconds))
            context.RefreshSeconds = seconds;
        return new(false);
    }
}
