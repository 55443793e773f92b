namespace Zhar.Web;

/// <summary>What the plugs of an endpoint collect while they are listed.</summary>
internal sealed class EndpointBuild(EndpointOptions options, IServiceProvider services, bool hasTree)
{
    private bool _isClosed;

    internal EndpointOptions Options { get; } = options;

    internal IServiceProvider Services { get; } = services;

    internal List<Router> Routers { get; } = [];

    internal List<StaticFiles> StaticFiles { get; } = [];

    /// <summary>How sessions are kept, for sockets that read the session of the page.</summary>
    internal SessionSettings? SessionSettings { get; set; }

    /// <summary>What live pages share: of the layer above.</summary>
    internal object? Live { get; set; }

    internal List<ChildSpec> Children { get; } = [];

    internal List<ChildSpec> Drains { get; } = [];

    internal void AddChild(ChildSpec child)
    {
        if (!hasTree)
        {
            throw new InvalidOperationException($"""
                The process '{child.Id}' belongs under the endpoint, but this endpoint is mounted in a host that runs no supervision tree for it.
                Put the endpoint into the tree of an application, and the application into the host:

                    builder.AddZhar<Application>();      // its tree holds MyEndpoint.Child()
                    app.MapZharEndpoint<MyEndpoint>();
                """);
        }

        if (_isClosed)
            throw new InvalidOperationException($"The process '{child.Id}' comes too late: the endpoint's tree is built. Add it in Plugs.");
        Children.Add(child);
    }

    /// <summary>Adds a process that stands behind the server: it is stopped first.</summary>
    internal void AddDrain(ChildSpec child) => Drains.Add(child);

    internal void Close() => _isClosed = true;
}
