using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web;

/// <summary>Sets up sessions, and fetches them.</summary>
public static class SessionPlugs
{
    extension(PlugBuilder p)
    {
        /// <summary>Says how sessions are kept. Costs nothing for requests that do not fetch theirs. Source: Plug.Session.</summary>
        /// <exception cref="ArgumentException">The name of the cookie is none.</exception>
        public PlugBuilder Session(Action<SessionSettings>? configure = null)
        {
            var settings = new SessionSettings();
            configure?.Invoke(settings);
            CookieSettings.CheckName(settings.Key);
            p.Endpoint.SessionSettings = settings;
            if (settings.Store is TableSessionStore table)
                p.Child(table.Child());
            return p.Plug(conn => ConnState.Of(conn).SessionSettings = settings);
        }

        /// <summary>Makes the session of the request available. Source: Plug.Conn.fetch_session/2.</summary>
        public PlugBuilder FetchSession() => p.Plug(new FetchSession());
    }
}

/// <summary>Makes the session; reads it only if its store has to be waited for.</summary>
internal sealed class FetchSession : IPlug
{
    public ValueTask Call(Conn conn) => Fetch(conn, asFeature: true);

    /// <summary>Makes the session of a request.</summary>
    /// <param name="conn">The request.</param>
    /// <param name="asFeature">Whether it is ASP.NET Core's session too. An application that answers the request itself may have one of its own.</param>
    internal static ValueTask Fetch(Conn conn, bool asFeature)
    {
        var state = ConnState.Of(conn);
        if (state.Session is not null)
            return default;
        var settings = state.SessionSettings ?? throw new InvalidOperationException("""
            FetchSession found no settings for sessions. Say in the endpoint, before its router, how they are kept:

                p.Session()
            """);
        var session = state.Session = new Session(conn, state, settings);
        if (asFeature)
            conn.Features.Set<ISessionFeature>(new Feature(session));
        return settings.Store is CookieSessionStore or TableSessionStore ? default : session.Read();
    }

    private sealed class Feature(Session session) : ISessionFeature
    {
        public Microsoft.AspNetCore.Http.ISession Session { get; set; } = session;
    }
}
