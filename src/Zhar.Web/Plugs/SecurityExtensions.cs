using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What a page needs to pass the checks of its site.</summary>
public static class SecurityExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>The token for a form's hidden field <c>_csrf_token</c> or for the meta element <c>csrf-token</c>. Another text each time, all for the same session.</summary>
        public string CsrfToken => CsrfProtection.Token(conn.GetSession());

        /// <summary>The nonce that a script or style of this page needs: <c>&lt;script nonce="…"&gt;</c>. One for each response; it is in the policy as soon as it is asked for.</summary>
        public string CspNonce
        {
            get
            {
                var state = ConnState.Of(conn);
                if (state.CspNonce is { } known)
                    return known;
                Span<byte> bytes = stackalloc byte[16];
                RandomNumberGenerator.Fill(bytes);
                var nonce = state.CspNonce = Convert.ToBase64String(bytes);
                if (state.ContentSecurityPolicy is { } policy && !conn.Response.HasStarted)
                    conn.Response.Headers.ContentSecurityPolicy = SecureHeaders.WithNonce(policy, nonce);
                return nonce;
            }
        }
    }
}
