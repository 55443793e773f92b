using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Keeps the session in its cookie: nothing on the server, at most 4 kB, and a copy that was stolen counts until it expires or the secret changes.</summary>
/// <remarks>Source: Plug.Session.COOKIE.</remarks>
/// <param name="encrypt">Whether the browser's owner is kept from reading it. It can never be altered. Default true.</param>
/// <param name="salt">Tells its keys from those of other cookies. A fixed text.</param>
public sealed class CookieSessionStore(bool encrypt = true, string salt = "session") : ISessionStore
{
    /// <summary>The most characters that browsers take for a cookie, its name and attributes included.</summary>
    internal const int MaxLength = 4096;

    private const int MaxValueLength = MaxLength - 200;

    /// <inheritdoc/>
    public ValueTask<StoredSession?> Get(HttpContext conn, string cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        if (cookie.Length > MaxLength)
            return default;
        var keys = conn.Keys;
        var data = encrypt ? new MessageEncryptor(keys, "cookie/" + salt, MaxLength).Decrypt(cookie) : new MessageVerifier(keys, "cookie/" + salt, MaxLength).Verify(cookie);
        if (data is null || SessionData.Read(data) is not { } read)
            return default;
        var maxAge = ConnState.Of(conn).SessionSettings?.MaxAge;
        return maxAge is { } age && keys.Time.GetUtcNow() - read.WrittenAt >= age ? default : new(new StoredSession(cookie, read.Values));
    }

    /// <inheritdoc/>
    public ValueTask<string> Put(HttpContext conn, string? key, IReadOnlyDictionary<string, byte[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var keys = conn.Keys;
        var data = SessionData.Write(values, keys.Time.GetUtcNow());
        if (data.Length * 4 / 3 > MaxValueLength)
            throw new CookieOverflowException(data.Length, values);
        return new(encrypt ? new MessageEncryptor(keys, "cookie/" + salt, MaxLength).Encrypt(data) : new MessageVerifier(keys, "cookie/" + salt, MaxLength).Sign(data));
    }

    /// <inheritdoc/>
    public ValueTask Delete(HttpContext conn, string key) => default;
}
