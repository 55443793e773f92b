using MyApp;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Lets only those see the views of a live session who are logged in: <c>live.OnMount&lt;RequireLiveUser&gt;()</c>. The view finds them as <c>Socket.Assigned&lt;CurrentScope&gt;(RequireLiveUser.Key)</c>.</summary>
public sealed class RequireLiveUser(Accounts accounts) : IOnMount
{
    public const string Key = "current_scope";

    public async ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        if (session[UserAuth.TokenKey] is not { } secret || await accounts.FindSession(secret) is not { } scope)
            return socket.Redirect("/users/log-in");
        socket.Assign(Key, scope);
        return default;
    }
}
