using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Cookies: plain, signed, and encrypted. Source: Plug.Conn, put_resp_cookie/4.</summary>
public static partial class ConnExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>A cookie as the browser sent it, or <c>null</c>. Nothing is known of who wrote it.</summary>
        public string? GetCookie(string name) => conn.Request.Cookies[name];

        /// <summary>A cookie that this site signed; <c>null</c> when it is absent, altered, or older than <paramref name="maxAge"/>.</summary>
        public string? GetSignedCookie(string name, TimeSpan? maxAge = null) =>
            Token.Verify(conn.Keys, "cookie/" + name, conn.Request.Cookies[name], maxAge ?? Timeout.InfiniteTimeSpan).DataOrDefault;

        /// <summary>A cookie that this site encrypted; <c>null</c> when it is absent, altered, or older than <paramref name="maxAge"/>.</summary>
        public string? GetEncryptedCookie(string name, TimeSpan? maxAge = null) =>
            Token.Decrypt(conn.Keys, "cookie/" + name, conn.Request.Cookies[name], maxAge ?? Timeout.InfiniteTimeSpan).DataOrDefault;

        /// <summary>Sends a cookie.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">Its value; escaped where a cookie may not hold it.</param>
        /// <param name="settings">Where and how long it counts. Default: a session cookie for the whole site that scripts cannot read.</param>
        /// <exception cref="InvalidHeaderException">The name is no token.</exception>
        public HttpContext PutCookie(string name, string value, CookieSettings? settings = null)
        {
            ArgumentNullException.ThrowIfNull(value);
            CookieSettings.CheckName(name);
            conn.Response.Cookies.Append(name, value, (settings ?? CookieSettings.Default).ToOptions(conn));
            return conn;
        }

        /// <summary>Sends a cookie that its bearer can read but not alter.</summary>
        /// <exception cref="InvalidHeaderException">The name is no token.</exception>
        public HttpContext PutSignedCookie(string name, string value, CookieSettings? settings = null) => conn.PutCookie(name, Token.Sign(conn.Keys, "cookie/" + name, value), settings);

        /// <summary>Sends a cookie that its bearer can neither read nor alter.</summary>
        /// <exception cref="InvalidHeaderException">The name is no token.</exception>
        public HttpContext PutEncryptedCookie(string name, string value, CookieSettings? settings = null) => conn.PutCookie(name, Token.Encrypt(conn.Keys, "cookie/" + name, value), settings);

        /// <summary>Lets the browser drop a cookie. Give the domain and the path that it was sent with.</summary>
        public HttpContext DeleteCookie(string name, CookieSettings? settings = null)
        {
            CookieSettings.CheckName(name);
            conn.Response.Cookies.Delete(name, (settings ?? CookieSettings.Default).ToOptions(conn));
            return conn;
        }

        /// <summary>The secrets of the endpoint.</summary>
        public KeyRing Keys => (ConnState.Of(conn).Endpoint ?? throw NoEndpoint()).Keys;
    }

    private static InvalidOperationException NoEndpoint() =>
        new("This request did not come through a Zhar endpoint, so there are no keys and settings for it. Let MyEndpoint handle it: app.MapZharEndpoint<MyEndpoint>().");
}
