using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What stands in front of a path in a URL: scheme, public host, port, and the path that the application is mounted at.</summary>
/// <remarks>A request converts to that of its endpoint: <c>Urls.Users.Show(conn, id)</c>. It comes from the endpoint's settings, never from the request's own <c>Host</c>, which anybody can forge.</remarks>
public readonly struct UrlBase
{
    private readonly string? _text;

    private UrlBase(string text) => _text = text;

    /// <summary>That of the endpoint that handles the request; outside of one, what the request itself says.</summary>
    public static UrlBase Of(HttpContext conn)
    {
        ArgumentNullException.ThrowIfNull(conn);
        if (ConnState.Of(conn).Endpoint is { } endpoint)
            return Of(endpoint.Options);
        return new($"{conn.Request.Scheme}://{conn.Request.Host.ToUriComponent()}{conn.Request.PathBase.ToUriComponent()}");
    }

    /// <summary>That of an endpoint's settings, for code outside of requests.</summary>
    public static UrlBase Of(EndpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scheme = options.EffectiveUrlScheme;
        var port = options.EffectiveUrlPort;
        var isDefault = (scheme == "http" && port == 80) || (scheme == "https" && port == 443);
        var host = options.UrlHost.Contains(':', StringComparison.Ordinal) && options.UrlHost[0] != '[' ? $"[{options.UrlHost}]" : options.UrlHost;
        return new($"{scheme}://{host}{(isDefault ? "" : ":" + port.ToString(System.Globalization.CultureInfo.InvariantCulture))}{options.UrlPath.TrimEnd('/')}");
    }

    /// <summary>That of the endpoint on the node of the process that calls, such as a live view or a server that sends mails. In a request, which is no process, give the request.</summary>
    /// <exception cref="InvalidOperationException">There is no endpoint on the node, or there are several.</exception>
    public static UrlBase Current
    {
        get
        {
            if (!Process.IsInside)
                throw new InvalidOperationException("A URL needs a host, and outside of a process nobody knows the endpoint. In a request give the request: Urls.Users.Show(conn, 1); elsewhere UrlBase.Of<MyEndpoint>(node).");
            var endpoints = EndpointRuntime.All(Node.Current);
            return endpoints switch
            {
                [var only] => Of(only.Options),
                [] => throw new InvalidOperationException($"A URL needs a host, and no endpoint runs on the node {Node.Current.Name}. Put one into the tree: MyEndpoint.Child()."),
                _ => throw new InvalidOperationException($"A URL needs a host, and several endpoints run on the node {Node.Current.Name}: {string.Join(", ", endpoints.Select(static e => e.Name))}. Say which: Urls.Users.Show(UrlBase.Of<MyEndpoint>(Node.Current), 1)."),
            };
        }
    }

    /// <summary>That of an endpoint that runs on a node.</summary>
    /// <exception cref="InvalidOperationException">It does not run there.</exception>
    public static UrlBase Of<TEndpoint>(Node node)
        where TEndpoint : EndpointBase
    {
        ArgumentNullException.ThrowIfNull(node);
        return EndpointRuntime.Find(node, typeof(TEndpoint).FullName ?? typeof(TEndpoint).Name) is { } endpoint
            ? Of(endpoint.Options)
            : throw new InvalidOperationException($"The endpoint {typeof(TEndpoint).Name} does not run on the node {node.Name}. Put it into the tree: {typeof(TEndpoint).Name}.Child().");
    }

    /// <summary>One of your own: <c>new Uri("https://cdn.example.com")</c>.</summary>
    public static implicit operator UrlBase(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.IsAbsoluteUri ? new(uri.GetLeftPart(UriPartial.Path).TrimEnd('/')) : throw new ArgumentException($"\"{uri}\" is no absolute URL. Write one with a scheme and a host: https://example.com.", nameof(uri));
    }

    /// <summary>That of the endpoint that handles the request.</summary>
    public static implicit operator UrlBase(HttpContext conn) => Of(conn);

    /// <summary>A path behind it.</summary>
    /// <exception cref="ArgumentException">It does not begin with one slash.</exception>
    public string With(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!LocalPath.IsLocal(path))
            throw new ArgumentException($"\"{path}\" is no path. Expected one slash in front, such as \"/users\".", nameof(path));
        return (_text ?? throw new InvalidOperationException("This UrlBase is empty. Convert one from a request or a Uri.")) + path;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
