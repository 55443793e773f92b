namespace Zhar.Web;

/// <summary>A session is larger than a cookie may be. Source: Plug.Conn.CookieOverflowError.</summary>
public sealed class CookieOverflowException : Exception
{
    internal CookieOverflowException(int bytes, IReadOnlyDictionary<string, byte[]> values)
        : base($"""
            The session has {bytes} bytes; with its signature that is more than the {CookieSessionStore.MaxLength} characters of a cookie.
            The largest values: {string.Join(", ", values.OrderByDescending(static v => v.Value.Length).Take(3).Select(static v => $"'{v.Key}' ({v.Value.Length} bytes)"))}.
            Keep keys of data in the session and the data elsewhere, or keep sessions on the server:

                p.Session(s => s.Store = new TableSessionStore())
            """) => Bytes = bytes;

    /// <summary>The bytes of the session.</summary>
    public int Bytes { get; }
}
