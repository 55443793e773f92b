using Zhar.Web;

namespace Zhar.Live;

/// <summary>Declares the routes of a live session.</summary>
public sealed class LiveSessionScope
{
    private readonly RouteScope _scope;
    private readonly LiveSessionSettings _settings;

    internal LiveSessionScope(RouteScope scope, LiveSessionSettings settings)
    {
        _scope = scope;
        _settings = settings;
    }

    /// <summary>A live view at a path.</summary>
    /// <param name="path">The path: <c>/chat/:room</c>.</param>
    /// <param name="action">What the view is there for, as <see cref="LiveSocket.Action"/>.</param>
    public RouteEntry Live<TView>(string path, string? action = null)
        where TView : ILiveView => LiveRoutes.Add<TView>(_scope, path, action, _settings);
}
