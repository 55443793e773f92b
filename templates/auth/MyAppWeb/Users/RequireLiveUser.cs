using MyApp;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Lets only those see the views of a live session who are logged in: <c>live.OnMount&lt;RequireLiveUser&gt;()</c>. Put <see cref="RequireUser"/> in front of the session too: it leads back after the log-in. The view finds them as <c>Socket.Assigned&lt;CurrentScope&gt;(RequireLiveUser.Key)</c>.</summary>
public sealed class RequireLiveUser(Accounts accounts) : IOnMount
{
    public const string Key = "current_scope";

    public async ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (session[UserAuth.TokenKey] is not { } secret || await accounts.FindSession(secret) is not { } scope)
        {
            socket.PutFlash("error", "Please log in first.");
            return socket.Redirect("/users/log-in");
        }

        socket.Assign(Key, scope);
        return default;
    }
}
