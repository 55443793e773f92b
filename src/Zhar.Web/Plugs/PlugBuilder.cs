using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>Lists the plugs of an endpoint or of a <see cref="Pipeline"/>, in the order in which a request meets them.</summary>
public sealed class PlugBuilder
{
    private readonly List<PlugStep> _steps = [];
    private readonly EndpointBuild _build;

    internal PlugBuilder(EndpointBuild build) => _build = build;

    /// <summary>The application's services, and behind them those of the web server.</summary>
    public IServiceProvider Services => _build.Services;

    internal EndpointBuild Endpoint => _build;

    internal IReadOnlyList<PlugStep> Steps => _steps;

    /// <summary>Adds a plug that exists.</summary>
    public PlugBuilder Plug(IPlug plug)
    {
        ArgumentNullException.ThrowIfNull(plug);
        _steps.Add(new(plug));
        return this;
    }

    /// <summary>Adds a plug, made once with its constructor's parameters from <paramref name="arguments"/> and the services.</summary>
    public PlugBuilder Plug<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(params object[] arguments)
        where T : class, IPlug => Plug(ActivatorUtilities.CreateInstance<T>(Services, arguments));

    /// <summary>Adds a plug that is made anew for each request, from the request's own services: for one that needs a scoped service.</summary>
    public PlugBuilder ScopedPlug<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : class, IPlug => Plug(new ScopedPlug<T>());

    /// <summary>Adds a function as a plug.</summary>
    public PlugBuilder Plug(Func<Conn, ValueTask> plug)
    {
        ArgumentNullException.ThrowIfNull(plug);
        return Plug(new FunctionPlug(plug));
    }

    /// <summary>Adds a function as a plug.</summary>
    public PlugBuilder Plug(Action<Conn> plug)
    {
        ArgumentNullException.ThrowIfNull(plug);
        return Plug(new ActionPlug(plug));
    }

    /// <summary>Adds a piece of middleware that wraps what comes behind it.</summary>
    public PlugBuilder Use(Func<RequestDelegate, RequestDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _steps.Add(new(middleware));
        return this;
    }

    /// <summary>As above, in front of all plugs: for what answers by itself and needs none of them.</summary>
    internal PlugBuilder UseFirst(Func<RequestDelegate, RequestDelegate> middleware)
    {
        _steps.Insert(0, new(middleware));
        return this;
    }

    /// <summary>Adds a piece of middleware as a function: <c>p.Use(async (conn, next) => { …; await next(conn); })</c>.</summary>
    public PlugBuilder Use(Func<HttpContext, RequestDelegate, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return Use(next => conn => middleware(conn, next));
    }

    /// <summary>Adds any ASP.NET Core middleware, as its documentation says: <c>p.Use(app => app.UseResponseCaching())</c>.</summary>
    public PlugBuilder Use(Action<IApplicationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Use(next =>
        {
            var app = new ApplicationBuilder(Services);
            configure(app);
            app.Run(next);
            return app.Build();
        });
    }

    /// <summary>Adds the plugs of a pipeline at this place.</summary>
    public PlugBuilder Pipeline(Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        _steps.AddRange(pipeline.Build(this));
        return this;
    }

    /// <summary>Adds a process that runs under the endpoint, beside its server: started before it, stopped after it.</summary>
    /// <exception cref="InvalidOperationException">The endpoint's tree is built already, or this endpoint is mounted in a host without a tree.</exception>
    public PlugBuilder Child(ChildSpec child)
    {
        ArgumentNullException.ThrowIfNull(child);
        _build.AddChild(child);
        return this;
    }

    /// <summary>Sends each request to the router <typeparamref name="T"/>. The last plug of an endpoint.</summary>
    public PlugBuilder Router<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : Router
    {
        var router = ActivatorUtilities.CreateInstance<T>(Services);
        router.Build(this);
        _build.Routers.Add(router);
        return Use(router.Handle);
    }

    internal PlugBuilder Nested() => new(_build);
}
