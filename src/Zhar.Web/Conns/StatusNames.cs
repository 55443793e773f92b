using System.Net;

namespace Zhar.Web;

/// <summary>Statuses by name. Source: Plug.Conn.Status.</summary>
internal static class StatusNames
{
    internal static int Code(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (Enum.TryParse<HttpStatusCode>(plain, ignoreCase: true, out var code) && !char.IsAsciiDigit(plain[0]))
            return (int)code;
        throw new ArgumentException($"No status is called \"{name}\". Write a name such as not_found, unprocessable_entity, created, or the number.", nameof(name));
    }

    internal static string Reason(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason ? reason : $"Status {status}";
}
