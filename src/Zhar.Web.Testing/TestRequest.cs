using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Zhar.Web.Testing;

/// <summary>A request that is being put together.</summary>
internal sealed class TestRequest
{
    internal string Method { get; init; } = "GET";

    /// <summary>Path and query, escaped as they stand in a request.</summary>
    internal string Target { get; init; } = "/";

    internal string Scheme { get; init; } = "http";

    internal string Host { get; init; } = "www.example.com";

    internal IPAddress RemoteIp { get; init; } = IPAddress.Loopback;

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal ReadOnlyMemory<byte> Body { get; init; }

    internal Action<HttpContext>? Customize { get; init; }

    internal FeatureCollection ToFeatures()
    {
        var question = Target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? Target : Target[..question];
        var headers = new HeaderDictionary { ["Host"] = Host };
        foreach (var (name, value) in Headers)
            headers.Append(name, value);
        if (Body.Length > 0 && !headers.ContainsKey("Content-Length"))
            headers.ContentLength = Body.Length;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Scheme = Scheme,
            Method = Method,
            PathBase = "",
            Path = Unescape(path),
            QueryString = question < 0 ? "" : Target[question..],
            RawTarget = Target,
            Headers = headers,
            Body = new MemoryStream(Body.ToArray(), writable: false),
        });
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(Body.Length > 0));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = RemoteIp, RemotePort = 40_000, LocalIpAddress = IPAddress.Loopback, LocalPort = 4000 });
        features.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature());
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        return features;
    }

    /// <summary>As Kestrel does it: all escapes but that of the slash, and none that is no UTF-8.</summary>
    private static string Unescape(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
            return path;
        var text = new StringBuilder();
        foreach (var part in path.Replace("%2f", "%2F", StringComparison.Ordinal).Split("%2F"))
            text.Append(text.Length == 0 && !path.StartsWith("%2F", StringComparison.Ordinal) ? "" : "%2F").Append(Uri.UnescapeDataString(part));
        return text.ToString();
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
