using Zhar.Web;

namespace MyAppWeb;

/// <summary>Finds out who is logged in. Behind <c>FetchSession</c>.</summary>
public sealed class FetchCurrentUser(UserAuth auth) : IPlug
{
    public async ValueTask Call(Conn conn) => await auth.Fetch(conn);
}
