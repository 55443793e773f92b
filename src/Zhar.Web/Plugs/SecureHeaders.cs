using Microsoft.Extensions.Primitives;

namespace Zhar.Web;

/// <summary>Sets the headers that switch the browser's own protections on.</summary>
internal sealed class SecureHeaders : IPlug
{
    /// <summary>Scripts only from this site or with the page's nonce, no plug-ins, forms and frames only of this site. Styles may be in attributes.</summary>
    internal const string DefaultPolicy =
        "default-src 'self'; script-src 'self' {nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    private const string NoncePlace = "{nonce}";

    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly string? _policy;

    internal SecureHeaders(IEnumerable<(string Name, string? Value)> changes)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["referrer-policy"] = "strict-origin-when-cross-origin",
            ["content-security-policy"] = DefaultPolicy,
            ["x-content-type-options"] = "nosniff",
            ["x-permitted-cross-domain-policies"] = "none",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                headers.Remove(name);
                continue;
            }

            HeaderText.Check(name, value);
            headers[name] = value;
        }

        if (headers.TryGetValue("content-security-policy", out var policy))
        {
            _policy = policy;
            headers["content-security-policy"] = WithNonce(policy, null);
        }

        _headers = [.. headers.Select(static h => new KeyValuePair<string, StringValues>(h.Key, h.Value))];
    }

    public ValueTask Call(Conn conn)
    {
        var headers = conn.Response.Headers;
        foreach (var (name, value) in _headers)
            headers[name] = value;
        if (_policy is not null)
        {
            var state = ConnState.Of(conn);
            state.ContentSecurityPolicy = _policy;
            if (state.CspNonce is { } nonce)
                headers.ContentSecurityPolicy = WithNonce(_policy, nonce);
        }

        return default;
    }

    internal static string WithNonce(string policy, string? nonce) => nonce is null
        ? policy.Replace(" " + NoncePlace, "", StringComparison.Ordinal).Replace(NoncePlace, "", StringComparison.Ordinal)
        : policy.Replace(NoncePlace, $"'nonce-{nonce}'", StringComparison.Ordinal);
}
