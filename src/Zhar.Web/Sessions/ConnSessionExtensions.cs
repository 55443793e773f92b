using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The session of a request. Source: Plug.Conn.get_session/2, put_session/3, configure_session/2.</summary>
public static class ConnSessionExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>The session.</summary>
        /// <exception cref="InvalidOperationException">No <c>FetchSession</c> stands in front.</exception>
        public Session GetSession() => ConnState.Of(conn).Session ?? throw new InvalidOperationException("""
            The session was not fetched. The endpoint says how sessions are kept, a pipeline that it wants them:

                p.Session()                        // in the endpoint, before the router
                new Pipeline(p => p.FetchSession())
            """);

        /// <summary>The text under a name, or <c>null</c>.</summary>
        public string? GetSession(string key) => conn.GetSession()[key];

        /// <summary>Sets a text.</summary>
        public HttpContext PutSession(string key, string value)
        {
            conn.GetSession().Put(key, value);
            return conn;
        }

        /// <summary>Sets a number, a date or another value that can be read from its text again.</summary>
        public HttpContext PutSession<T>(string key, T value)
            where T : IParsable<T>, IFormattable
        {
            conn.GetSession().Put(key, value);
            return conn;
        }

        /// <summary>Takes a value away.</summary>
        public HttpContext DeleteSession(string key)
        {
            conn.GetSession().Delete(key);
            return conn;
        }

        /// <summary>Takes all values away.</summary>
        public HttpContext ClearSession()
        {
            conn.GetSession().Clear();
            return conn;
        }

        /// <summary>Gives the session another key, at a login.</summary>
        public HttpContext RenewSession()
        {
            conn.GetSession().Renew();
            return conn;
        }

        /// <summary>Ends the session, at a logout.</summary>
        public HttpContext DropSession()
        {
            conn.GetSession().Drop();
            return conn;
        }
    }
}
