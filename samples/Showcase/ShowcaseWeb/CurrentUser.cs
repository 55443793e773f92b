using Showcase;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>Who is logged in: where the session keeps it, and where pages find it.</summary>
public static class CurrentUser
{
    public const string SessionKey = "user_id";

    public static readonly AssignKey<User> Key = new("current_user");

    /// <summary>Whoever has a password is changed by nobody else.</summary>
    public static bool MayChange(Conn conn, User user) => user.PasswordHash is null || (conn.TryGet(Key, out var me) && me.Id == user.Id);
}

/// <summary>Finds the user of a request.</summary>
public sealed class FetchCurrentUser(Users users) : IPlug
{
    public async ValueTask Call(Conn conn)
    {
        if (conn.GetSession(CurrentUser.SessionKey) is { } id && await users.Find(id) is { } user)
            conn.Assign(CurrentUser.Key, user);
    }
}

/// <summary>Finds the user of a live page.</summary>
public sealed class AssignUser(Users users) : IOnMount
{
    public async ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        socket.Assign(CurrentUser.Key.Name, await users.Find(session[CurrentUser.SessionKey]));
        return default;
    }
}
