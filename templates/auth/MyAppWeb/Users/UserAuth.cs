using MyApp;
using Zhar;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Logs browsers in and out.</summary>
public sealed class UserAuth(Accounts accounts, PubSub pubSub, TimeProvider clock)
{
    /// <summary>Who is logged in, for controllers and views of one request.</summary>
    public static readonly AssignKey<CurrentScope> Scope = new("current_scope");

    internal const string TokenKey = "user_token";

    private const string RememberKey = "user_remember_me";

    private const string ReturnToKey = "user_return_to";

    /// <summary>Live pages have this id: a broadcast to it ends them.</summary>
    private const string LiveIdKey = "live_socket_id";

    /// <summary>The cookie of who wants to stay logged in when the browser is closed. The session ends then.</summary>
    private const string RememberCookie = "_my_app_remember_me";

    /// <summary>Begins a session for a user.</summary>
    /// <param name="remember">Whether it outlives the closing of the browser.</param>
    /// <returns>Where the browser wanted to go before.</returns>
    public async Task<string> LogIn(Conn conn, User user, bool remember = false)
    {
        var returnTo = conn.GetSession(ReturnToKey) ?? "/";

        // Who logs in once more, to do what is dangerous, keeps the session's values, and stays remembered.
        var isAgain = conn.TryGet(Scope, out var scope) && scope.User.Id == user.Id;
        remember |= isAgain && conn.GetSession(RememberKey) is not null;
        if (conn.GetSession(TokenKey) is { } old)
            await accounts.EndSession(old);

        // Otherwise another session, without any value: one that somebody has planted in the browser is worth nothing.
        if (!isAgain)
            conn.ClearSession();
        conn.RenewSession().DeleteSession(ReturnToKey);
        Put(conn, await accounts.StartSession(user), remember);
        return returnTo;
    }

    /// <summary>Finds out who is logged in: by the session, or, when the browser was closed, by the cookie that remembers.</summary>
    public async Task Fetch(Conn conn)
    {
        var remembers = conn.GetSession(RememberKey) is not null;
        if (conn.GetSession(TokenKey) is not { } secret)
        {
            if (conn.GetSignedCookie(RememberCookie, TokenUse.MaxAge(TokenUse.Session)) is not { } kept)
                return;
            (secret, remembers) = (kept, true);
        }

        if (await accounts.FindSession(secret) is not { } scope)
            return;
        conn.Assign(Scope, scope);
        if (clock.GetUtcNow().UtcDateTime - scope.StartedAt > TokenUse.Renewal)
            Put(conn.RenewSession(), await accounts.StartSession(scope.User, scope.AuthenticatedAt), remembers);
        else if (conn.GetSession(TokenKey) is null)
            Put(conn.RenewSession(), secret, remembers);
    }

    /// <summary>Ends the session and the live pages of this browser.</summary>
    public async Task LogOut(Conn conn)
    {
        if (conn.GetSession(TokenKey) is { } secret)
        {
            await accounts.EndSession(secret);
            Disconnect([UserToken.HashOf(secret)]);
        }

        conn.ClearSession().RenewSession().DeleteCookie(RememberCookie);
    }

    /// <summary>Ends the live pages of sessions that are over.</summary>
    /// <param name="sessions">The hashes of their secrets.</param>
    public void Disconnect(IEnumerable<string> sessions)
    {
        foreach (var hash in sessions)
            pubSub.BroadcastEvent(LiveId(hash), "disconnect");
    }

    /// <summary>Keeps where the browser wanted to go, for after the log-in.</summary>
    internal static void RememberPath(Conn conn)
    {
        if (Microsoft.AspNetCore.Http.HttpMethods.IsGet(conn.Request.Method))
            conn.PutSession(ReturnToKey, conn.CurrentPath);
    }

    private static void Put(Conn conn, string secret, bool remembers)
    {
        conn.PutSession(TokenKey, secret).PutSession(LiveIdKey, LiveId(UserToken.HashOf(secret)));
        if (remembers)
            conn.PutSession(RememberKey, "true").PutSignedCookie(RememberCookie, secret, new CookieSettings { MaxAge = TokenUse.MaxAge(TokenUse.Session) });
    }

    private static string LiveId(string hash) => $"users_sessions:{hash}";
}
