using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What a proxy says about a request.</summary>
[Flags]
public enum ForwardedHeader
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>x-forwarded-for</c>: the client's address.</summary>
    For = 1,

    /// <summary><c>x-forwarded-proto</c>: http or https.</summary>
    Proto = 2,

    /// <summary><c>x-forwarded-host</c>: the host.</summary>
    Host = 4,

    /// <summary><c>x-forwarded-port</c>: the port.</summary>
    Port = 8,

    /// <summary>All of them.</summary>
    All = For | Proto | Host | Port,
}

/// <summary>Rewrites the request as the proxy says, if it comes from one.</summary>
internal sealed class RewriteOn : IPlug
{
    private const int MaxHops = 20;

    private readonly ForwardedHeader _headers;
    private readonly IPNetwork[] _trusted;

    internal RewriteOn(ForwardedHeader headers, IEnumerable<string>? trusted)
    {
        _headers = headers;
        _trusted = [.. (trusted ?? ["127.0.0.0/8", "::1/128"]).Select(Network)];
    }

    public ValueTask Call(Conn conn)
    {
        if (conn.Connection.RemoteIpAddress is not { } remote || !IsTrusted(remote))
            return default;
        var request = conn.Request;
        if (Has(ForwardedHeader.For) && Client(request.Headers["X-Forwarded-For"].ToString()) is { } client)
            conn.Connection.RemoteIpAddress = client;
        if (Has(ForwardedHeader.Proto) && Last(request.Headers["X-Forwarded-Proto"].ToString()) is { } scheme && (scheme is "http" or "https"))
            request.Scheme = scheme;
        if (Has(ForwardedHeader.Host) && Last(request.Headers["X-Forwarded-Host"].ToString()) is { Length: > 0 } host && HostString.FromUriComponent(host) is var given && Uri.CheckHostName(given.Host) != UriHostNameType.Unknown)
            request.Host = given;
        if (Has(ForwardedHeader.Port) && int.TryParse(Last(request.Headers["X-Forwarded-Port"].ToString()), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536)
            request.Host = new HostString(request.Host.Host, port);
        return default;
    }

    private bool Has(ForwardedHeader header) => (_headers & header) != 0;

    /// <summary>From the right, where the trusted proxies have written, the first address that is none of theirs.</summary>
    private IPAddress? Client(string header)
    {
        IPAddress? client = null;
        var parts = header.Split(',');
        for (var i = parts.Length - 1; i >= Math.Max(0, parts.Length - MaxHops); i--)
        {
            if (!IPEndPoint.TryParse(parts[i].Trim(), out var point))
                return client;
            client = point.Address;
            if (!IsTrusted(client))
                return client;
        }

        return client;
    }

    private bool IsTrusted(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in _trusted)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>What the nearest proxy has said.</summary>
    private static string? Last(string header) => header.Length == 0 ? null : header[(header.LastIndexOf(',') + 1)..].Trim();

    private static IPNetwork Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new ArgumentException($"\"{text}\" is neither an address nor a network. Write 10.0.0.7 or 10.0.0.0/8; the bits behind the prefix are zero.", nameof(text));
    }
}
