using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Tokens that tell a form of this site from one of another. Source: Plug.CSRFProtection.</summary>
/// <remarks>The session has the secret; each page gets it under a mask of its own, so that compression does not give it away.</remarks>
internal static class CsrfProtection
{
    internal const string SessionKey = "_csrf_token";
    internal const string ParamName = "_csrf_token";
    internal const string HeaderName = "x-csrf-token";

    private const int Bytes = 18;
    private const int MaskedLength = Bytes * 2 / 3 * 4;

    /// <summary>A masked token for a page, with a secret in the session from then on.</summary>
    internal static string Token(Session session)
    {
        if (!session.TryGetValue(SessionKey, out var secret) || secret.Length != Bytes)
        {
            secret = RandomNumberGenerator.GetBytes(Bytes);
            session.Set(SessionKey, secret);
        }

        Span<byte> both = stackalloc byte[Bytes * 2];
        RandomNumberGenerator.Fill(both[..Bytes]);
        for (var i = 0; i < Bytes; i++)
            both[Bytes + i] = (byte)(both[i] ^ secret[i]);
        return Base64Url.EncodeToString(both);
    }

    /// <summary>Whether a token belongs to the session.</summary>
    internal static bool IsValid(Session session, string? token)
    {
        if (token is not { Length: MaskedLength } || !session.TryGetValue(SessionKey, out var secret) || secret.Length != Bytes)
            return false;
        Span<byte> both = stackalloc byte[Bytes * 2];
        if (Base64Url.DecodeFromChars(token, both, out _, out var written) != System.Buffers.OperationStatus.Done || written != both.Length)
            return false;
        for (var i = 0; i < Bytes; i++)
            both[Bytes + i] ^= both[i];
        return CryptographicOperations.FixedTimeEquals(both[Bytes..], secret);
    }

    internal static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
