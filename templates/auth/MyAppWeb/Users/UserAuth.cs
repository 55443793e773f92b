using MyApp;
using Zhar;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Logs browsers in and out.</summary>
public sealed class UserAuth(Accounts accounts, PubSub pubSub)
{
    /// <summary>Who is logged in, for controllers and views of one request.</summary>
    public static readonly AssignKey<CurrentScope> Scope = new("current_scope");

    internal const string TokenKey = "user_token";

    private const string ReturnToKey = "user_return_to";

    /// <summary>Live pages have this id: a broadcast to it ends them.</summary>
    private const string LiveIdKey = "live_socket_id";

    /// <summary>Begins a session for a user.</summary>
    /// <returns>Where the browser wanted to go before.</returns>
    public async Task<string> LogIn(Conn conn, User user)
    {
        var returnTo = conn.GetSession(ReturnToKey);
        var secret = await accounts.StartSession(user);

        // Another session and all its values: one that somebody has planted in the browser is worth nothing.
        conn.ClearSession().RenewSession().PutSession(TokenKey, secret).PutSession(LiveIdKey, LiveId(secret));
        return returnTo ?? "/";
    }

    /// <summary>Ends the session and the live pages of this browser.</summary>
    public async Task LogOut(Conn conn)
    {
        if (conn.GetSession(TokenKey) is { } secret)
        {
            await accounts.EndSession(secret);
            pubSub.BroadcastEvent(LiveId(secret), "disconnect");
        }

        conn.ClearSession().RenewSession();
    }

    /// <summary>Keeps where the browser wanted to go, for after the log-in.</summary>
    internal static void RememberPath(Conn conn)
    {
        if (Microsoft.AspNetCore.Http.HttpMethods.IsGet(conn.Request.Method))
            conn.PutSession(ReturnToKey, conn.CurrentPath);
    }

    private static string LiveId(string secret) => $"users_sessions:{UserToken.HashOf(secret)}";
}
