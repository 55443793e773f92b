using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Where sessions are kept. Source: Plug.Session.Store.</summary>
public interface ISessionStore
{
    /// <summary>The session for what the cookie holds, or <c>null</c> when there is none: altered, expired, unknown.</summary>
    ValueTask<StoredSession?> Get(HttpContext conn, string cookie);

    /// <summary>Stores a session.</summary>
    /// <param name="conn">The request.</param>
    /// <param name="key">Its key, or <c>null</c> for a new one.</param>
    /// <param name="values">All its values.</param>
    /// <returns>What the cookie is to hold: the key.</returns>
    ValueTask<string> Put(HttpContext conn, string? key, IReadOnlyDictionary<string, byte[]> values);

    /// <summary>Forgets a session.</summary>
    ValueTask Delete(HttpContext conn, string key);
}

/// <summary>A session as a store gives it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Values">Its values; the session may change them.</param>
public sealed record StoredSession(string Key, Dictionary<string, byte[]> Values);
