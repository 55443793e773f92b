using MyApp;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Finds out who is logged in. Behind <c>FetchSession</c>.</summary>
public sealed class FetchCurrentUser(Accounts accounts) : IPlug
{
    public async ValueTask Call(Conn conn)
    {
        if (conn.GetSession(UserAuth.TokenKey) is { } secret && await accounts.FindSession(secret) is { } scope)
            conn.Assign(UserAuth.Scope, scope);
    }
}
