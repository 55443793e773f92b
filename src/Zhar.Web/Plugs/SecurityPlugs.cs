namespace Zhar.Web;

/// <summary>Plugs that protect. Source: Plug, Phoenix.Controller.</summary>
public static class SecurityPlugs
{
    extension(PlugBuilder p)
    {
        /// <summary>Refuses with 403 what changes something (any verb but GET, HEAD, OPTIONS) and does not carry the token of a page of this site; behind <c>FetchSession</c>.</summary>
        /// <remarks>The token is in the body, as <c>_csrf_token</c>, or in the header <c>x-csrf-token</c>. A response that is a script goes only to pages of this site.</remarks>
        /// <param name="clearSession">Goes on without a session instead of refusing.</param>
        public PlugBuilder ProtectFromForgery(bool clearSession = false) => p.Plug(new ProtectFromForgery(clearSession));

        /// <summary>Sets headers that switch the browser's protections on: a content security policy with room for a nonce, no guessing of types, a short referrer.</summary>
        /// <param name="headers">Headers to set in their place; <c>null</c> as a value leaves one out. <c>{nonce}</c> in the policy is where the page's nonce goes.</param>
        public PlugBuilder PutSecureBrowserHeaders(params IEnumerable<(string Name, string? Value)> headers) => p.Plug(new SecureHeaders(headers));

        /// <summary>Asks for a name and a password, which travel with each request: only over https. Source: Plug.BasicAuth.</summary>
        /// <param name="name">The name.</param>
        /// <param name="password">The password.</param>
        /// <param name="realm">What the browser's dialog shows.</param>
        public PlugBuilder BasicAuth(string name, string password, string realm = "Application") => p.Plug(new BasicAuth(name, password, realm));

        /// <summary>Sends requests over http to https, and tells browsers to come by https alone (HSTS). Source: Plug.SSL.</summary>
        public PlugBuilder ForceSsl(Action<ForceSslSettings>? configure = null)
        {
            var settings = new ForceSslSettings();
            configure?.Invoke(settings);
            return p.Plug(new ForceSsl(settings));
        }

        /// <summary>Believes what proxies say about where a request came from and how: address, scheme, host, port. Source: Plug.RewriteOn.</summary>
        /// <param name="headers">The headers to believe.</param>
        /// <param name="trusted">The proxies, as addresses or networks (<c>10.0.0.0/8</c>). Default: this machine. From anyone else the headers count for nothing.</param>
        /// <exception cref="ArgumentException">One of them is no network.</exception>
        public PlugBuilder RewriteOn(ForwardedHeader headers = ForwardedHeader.All, IEnumerable<string>? trusted = null) => p.Plug(new RewriteOn(headers, trusted));
    }
}
