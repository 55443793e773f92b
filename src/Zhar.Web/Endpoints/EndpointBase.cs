using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Zhar.Web;

/// <summary>The door of a web application: its server, its plugs and its router, as a part of the supervision tree.</summary>
/// <example>
/// <code>
/// public sealed class MyEndpoint : EndpointBase
/// {
///     protected override void Plugs(PlugBuilder p) => p
///         .StaticAssets().RequestId().Telemetry().ParseBody().Session().Router&lt;Router&gt;();
/// }
///
/// Supervisor.OneForOne(PubSub.Child(), MyEndpoint.Child())
/// </code>
/// </example>
/// <remarks>
/// It listens on <c>PORT</c>, 4000 by default; see <see cref="EndpointOptions"/> for all settings. An existing ASP.NET Core application mounts it without a
/// server of its own: <c>app.MapZharEndpoint&lt;MyEndpoint&gt;()</c>. The constructor's parameters come from the application's services.
/// Source: Phoenix.Endpoint.
/// </remarks>
public abstract class EndpointBase
{
    /// <summary>Lists what a request passes through, the router last.</summary>
    protected abstract void Plugs(PlugBuilder p);

    /// <summary>Changes the settings after they were read from the configuration.</summary>
    protected virtual void Configure(EndpointOptions options)
    {
    }

    /// <summary>Changes the web server: certificates, protocols, limits, further addresses.</summary>
    protected virtual void ConfigureServer(KestrelServerOptions server)
    {
    }

    /// <summary>Makes the page for an error, in place of the plain one. Not called where the debug page is shown, nor for clients that want JSON or text. Source: Phoenix.Endpoint, render_errors.</summary>
    /// <param name="conn">The request; its session and params may be what is broken.</param>
    /// <param name="error">What is to be said.</param>
    /// <returns><c>Html.Empty</c> for the plain page.</returns>
    protected virtual Html RenderError(Conn conn, ErrorInfo error) => Html.Empty;

    /// <summary>
    /// Makes the answer for an error to clients that want JSON, in place of problem details (RFC 9457): <c>Params.Of(("errors", Params.Of(("detail", error.Title))))</c>. Not called where
    /// the debug page is shown. Source: Phoenix.Endpoint, render_errors.
    /// </summary>
    /// <param name="conn">The request; its session and params may be what is broken.</param>
    /// <param name="error">What is to be said.</param>
    /// <returns><c>Params.Empty</c> for problem details.</returns>
    protected virtual Params RenderErrorJson(Conn conn, ErrorInfo error) => Params.Empty;

    internal Params CallRenderErrorJson(Conn conn, ErrorInfo error) => RenderErrorJson(conn, error);

    internal Html CallRenderError(Conn conn, ErrorInfo error) => RenderError(conn, error);

    internal void CallConfigure(EndpointOptions options) => Configure(options);

    internal void CallConfigureServer(KestrelServerOptions server) => ConfigureServer(server);

    internal void CallPlugs(PlugBuilder plugs) => Plugs(plugs);

    /// <summary>The spec of an endpoint as a child of a supervisor. Shorter: <c>MyEndpoint.Child()</c>.</summary>
    public static ChildSpec Child<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : EndpointBase =>
        Supervisor.Child(typeof(T).FullName ?? typeof(T).Name, new EndpointStart<T>()) with { Name = ServerName.Of<T>() };
}
