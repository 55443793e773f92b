using Microsoft.AspNetCore.Authorization;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Live views in a router, and their socket in an endpoint.</summary>
public static class LiveRoutes
{
    extension(RouteScope scope)
    {
        /// <summary>A live view at a path, in the live session <c>default</c>. Source: Phoenix.LiveView.Router.live/4.</summary>
        /// <param name="path">The path: <c>/chat/:room</c>.</param>
        /// <param name="action">What the view is there for, as <see cref="LiveSocket.Action"/>.</param>
        public RouteEntry Live<TView>(string path, string? action = null)
            where TView : ILiveView => Add<TView>(scope, path, action, LiveDefaults.Session);

        /// <summary>Live views between which pages navigate without a request: one border of authorization around them. Source: live_session/3.</summary>
        /// <param name="name">The name; each live session of a router has its own.</param>
        /// <param name="settings">Hooks, layouts and values for all its views.</param>
        /// <param name="routes">Declares its routes.</param>
        public RouteScope LiveSession(string name, Action<LiveSessionSettings> settings, Action<LiveSessionScope> routes)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(settings);
            ArgumentNullException.ThrowIfNull(routes);
            if (name == LiveDefaults.Session.Name)
                throw new ArgumentException($"The live session \"{name}\" is the one of the routes outside of any. Choose another name.", nameof(name));
            var session = new LiveSessionSettings(name);
            settings(session);
            routes(new LiveSessionScope(scope, session));
            return scope;
        }
    }

    extension(PlugBuilder p)
    {
        /// <summary>Connects live pages: their socket, and the browser client under the same path. Behind <c>Session</c>, before the router. Source: socket "/live", Phoenix.LiveView.Socket.</summary>
        /// <param name="path">The path that the page's LiveSocket is made with.</param>
        /// <param name="options">Transports and limits.</param>
        public PlugBuilder LiveSocket(string path = "/live", LiveOptions? options = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            if (path[0] != '/' || path.EndsWith('/'))
                throw new ArgumentException($"\"{path}\" is no path of a socket: it begins with a slash and ends without, such as /live.", nameof(path));
            options ??= new LiveOptions();
            options = options with { Socket = options.Socket with { Serializers = [] } }; // the client of live pages speaks version 2
            var host = new LiveHost(p.Services, options, path);
            p.Endpoint.Live = host;
            var kind = new LiveSocketKind(host);
            p.Child(SocketSupervisor.Child(kind, options.Socket));
            p.Endpoint.AddDrain(SocketDrain.Of(kind, options.Socket));
            return p.Use(next => new LiveSocketPlug(host, kind, next, p.Services).Invoke);
        }
    }

    internal static RouteEntry Add<TView>(RouteScope scope, string path, string? action, LiveSessionSettings session)
        where TView : ILiveView
    {
        var definition = TView.Definition;
        object[] metadata = [.. definition.Type.GetCustomAttributes(inherit: true).Where(static a => a is IAuthorizeData or IAllowAnonymous), new LiveRoute(definition, session, action)];
        return scope.Match("GET", path, new ActionRef(action ?? "Live", LiveRequests.Handle, definition.Type, metadata));
    }
}

/// <summary>The live session of routes that name none.</summary>
internal static class LiveDefaults
{
    internal static readonly LiveSessionSettings Session = new("default");
}
