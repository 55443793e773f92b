using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>Mounts an endpoint into an existing ASP.NET Core application.</summary>
public static class EndpointHostingExtensions
{
    extension(IEndpointRouteBuilder app)
    {
        /// <summary>
        /// Lets <typeparamref name="T"/> answer every request under <paramref name="path"/> that no other route of the application takes. It listens on no port of its own. In the tree of an
        /// application, <c>builder.AddZhar&lt;Application&gt;()</c>, it has sockets and live pages too, and those stand in the application's Razor pages as well: <c>&lt;live-view&gt;</c>.
        /// </summary>
        /// <param name="path">The path in front; the endpoint's own routes see the rest. Default: everything.</param>
        /// <returns>For conventions that apply to all of it.</returns>
        public IEndpointConventionBuilder MapZharEndpoint<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string path = "/")
            where T : EndpointBase
        {
            ArgumentNullException.ThrowIfNull(path);
            var prefix = path.TrimEnd('/');
            var mounted = new MountedEndpoint<T>(app.ServiceProvider, prefix);
            Mounts.Of(app.ServiceProvider)?.Add(typeof(T), prefix);
            return app.Map(prefix + "/{**path}", mounted.Handle).WithDisplayName(typeof(T).Name).WithOrder(int.MaxValue);
        }
    }
}

/// <summary>An endpoint inside an application that has a server already. When it stands in the application's tree too, that one is used.</summary>
internal sealed class MountedEndpoint<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IServiceProvider services, string prefix)
    where T : EndpointBase
{
    private readonly Lock _gate = new();
    private EndpointRuntime? _own;

    internal async Task Handle(HttpContext conn)
    {
        var request = conn.Request;
        var (pathBase, path) = (request.PathBase, request.Path);
        if (prefix.Length > 0 && path.StartsWithSegments(prefix, out var rest))
        {
            request.PathBase = pathBase.Add(prefix);
            request.Path = rest;
        }

        try
        {
            await Runtime().Handler(conn).ConfigureAwait(false);
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, path);
        }
    }

    private EndpointRuntime Runtime()
    {
        if (services.GetService<Node>() is { } node && EndpointRuntime.Find(node, typeof(T).FullName ?? typeof(T).Name) is { } running)
            return running;
        lock (_gate)
            return _own ??= EndpointRuntime.Build(static s => ActivatorUtilities.CreateInstance<T>(s), typeof(T).Name, services, null);
    }
}
