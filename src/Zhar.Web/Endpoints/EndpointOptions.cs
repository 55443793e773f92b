using System.Net;

namespace Zhar.Web;

/// <summary>The settings of an endpoint. Read from the configuration by <see cref="EndpointConfiguration"/>, then changed by its <c>Configure</c>.</summary>
public sealed class EndpointOptions
{
    /// <summary>Whether it listens. Default true; false in tests, and where an ASP.NET Core application has mounted it. Key <c>Server</c>.</summary>
    public bool Server
    {
        get;
        set
        {
            field = value;
            HasServer = true;
        }
    } = true;

    /// <summary>The port to listen on; 0 takes any free one. Default 4000. Keys <c>Http:Port</c>, then <c>PORT</c>.</summary>
    public int HttpPort
    {
        get;
        set => field = value is >= 0 and <= 65_535 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "HttpPort is between 0 and 65535.");
    } = DefaultPort;

    /// <summary>The address to listen on. Default: only this machine in development and tests, all addresses in production. Key <c>Http:Ip</c>.</summary>
    public IPAddress? HttpAddress { get; set; }

    /// <summary>The port to listen on with TLS. Default: none, as behind a proxy that does it. Key <c>Https:Port</c>.</summary>
    public int? HttpsPort { get; set; }

    /// <summary>The certificate for <see cref="HttpsPort"/>, with its chain, a PEM file. Key <c>Https:Certificate</c>.</summary>
    public string? HttpsCertificate { get; set; }

    /// <summary>Its key, a PEM file. Default: in the file of the certificate. Key <c>Https:Key</c>.</summary>
    public string? HttpsKey { get; set; }

    /// <summary>The scheme of URLs. Default <c>http</c>, and <c>https</c> when <see cref="UrlPort"/> is 443. Key <c>Url:Scheme</c>.</summary>
    public string? UrlScheme { get; set; }

    /// <summary>
    /// The public host, in URLs and for the check of origins; never the address to listen on. Default <c>localhost</c>, and the host of the request where an ASP.NET Core application has
    /// mounted the endpoint. Keys <c>Url:Host</c>, then <c>HOST</c>.
    /// </summary>
    public string UrlHost
    {
        get;
        set
        {
            field = value;
            HasUrlHost = true;
        }
    } = "localhost";

    /// <summary>The port in URLs. Default: the one that it listens on. Keys <c>Url:Port</c>, then <c>PORT</c>.</summary>
    public int? UrlPort { get; set; }

    /// <summary>The path in front of all paths in URLs. Default <c>/</c>. Key <c>Url:Path</c>.</summary>
    public string UrlPath { get; set; } = "/";

    /// <summary>Where static files are fetched from, when it is another host than that of the pages, as a CDN: <c>https://cdn.example.com</c>. Used by <c>conn.StaticUrl</c>. Default: the host of the pages. Key <c>StaticUrl</c>.</summary>
    /// <exception cref="ArgumentException">It is no absolute http or https URL.</exception>
    public string? StaticUrl
    {
        get;
        set => field = value is null || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length + uri.Fragment.Length == 0)
            ? value?.TrimEnd('/')
            : throw new ArgumentException($"\"{value}\" is not a URL that paths of static files can be put behind. Write one with a scheme and a host: https://cdn.example.com.", nameof(value));
    }

    /// <summary>The secret that all keys for cookies and tokens derive from. At least 64 bytes, random. Keys <c>SecretKeyBase</c>, then <c>SECRET_KEY_BASE</c>. Required in production; in development one is kept among the files of the user, elsewhere one that changes with each start stands in.</summary>
    public string? SecretKeyBase { get; set; }

    /// <summary>Earlier secrets, newest first: what they signed and encrypted still counts. Keys <c>PreviousSecretKeyBases</c>, a list, and <c>SECRET_KEY_BASE_OLD</c>.</summary>
    public IReadOnlyList<string> PreviousSecretKeyBases { get; set; } = [];

    /// <summary>Whether errors show the debug page, with source and request. Default: in development. Never set it in production. Key <c>DebugErrors</c>.</summary>
    public bool DebugErrors { get; set; }

    /// <summary>How much the parameters of a request may hold.</summary>
    public ParamsLimits ParamsLimits { get; set; } = new() { MaxLength = 8_000_000 };

    /// <summary>The most bytes of a request's body that the server reads at all. Default 100 MB; <c>ParseBody</c> has limits of its own below it. Key <c>Http:MaxRequestBytes</c>.</summary>
    public long MaxRequestBytes { get; set; } = 100_000_000;

    /// <summary>
    /// How long the endpoint goes on as before when the program is told to end, while <see cref="ApplicationHealthCheck"/> is unhealthy already: a load balancer that looks at it sends
    /// the next requests elsewhere, so none is refused. Answers over HTTP/1.1 close their connection then. Default 0. Key <c>DrainDelay</c>, such as <c>00:00:05</c>.
    /// </summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long requests under way get when the endpoint stops. Default 10 s. Key <c>DrainTimeout</c>, such as <c>00:00:30</c>.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Parts of the names of parameters, those of a route's path too, and of headers, whose values stay out of logs, those of sockets too, of spans, and of the debug page.</summary>
    public IReadOnlyList<string> FilterParameters { get; set; } = Secrets.DefaultWords;

    /// <summary>The link to a place in the source on the debug page, with <c>__FILE__</c> and <c>__LINE__</c> in it: <c>vscode://file/__FILE__:__LINE__</c>. Keys <c>Editor</c>, then <c>PLUG_EDITOR</c>. Default: none.</summary>
    public string? Editor { get; set; }

    internal const int DefaultPort = 4000;

    /// <summary>Whether a setting says if it listens.</summary>
    internal bool HasServer { get; private set; }

    /// <summary>Whether a setting names the public host.</summary>
    internal bool HasUrlHost { get; private set; }

    /// <summary>Under which path an ASP.NET Core application has mounted it, without the last slash; <c>null</c> when none has.</summary>
    internal string? MountPath
    {
        get;
        set
        {
            field = value;
            if (!HasServer)
                Server = false;
        }
    }

    /// <summary>The host that pages are expected from; <c>null</c> for that of each request.</summary>
    internal string? PublicHost => MountPath is null || HasUrlHost ? UrlHost : null;

    /// <summary>What stands in front of all paths as the browser knows them, without the last slash.</summary>
    internal string PathPrefix => UrlPath.TrimEnd('/') is { Length: > 0 } path ? path : MountPath ?? "";

    internal int EffectiveUrlPort => UrlPort ?? HttpPort;

    internal string EffectiveUrlScheme => UrlScheme ?? (EffectiveUrlPort == 443 ? "https" : "http");
}
