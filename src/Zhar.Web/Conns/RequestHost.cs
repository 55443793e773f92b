using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The host that a request names.</summary>
internal static class RequestHost
{
    /// <summary>Without its port.</summary>
    /// <exception cref="BadRequestException">It has a label that begins with <c>xn--</c> and cannot be decoded.</exception>
    internal static string Of(HttpRequest request)
    {
        try
        {
            return request.Host.Host;
        }
        catch (ArgumentException e)
        {
            throw new BadRequestException("The host of the request is not a host name.", e);
        }
    }

    /// <summary>Whether it has a label that is decoded when somebody reads it, which may fail.</summary>
    internal static bool IsEncoded(HttpRequest request) => request.Headers.Host.ToString().Contains("xn--", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a host as a header has it; <c>null</c> when it is none.</summary>
    internal static HostString? Parse(string text)
    {
        try
        {
            return HostString.FromUriComponent(text) is var host && Uri.CheckHostName(host.Host) != UriHostNameType.Unknown ? host : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
