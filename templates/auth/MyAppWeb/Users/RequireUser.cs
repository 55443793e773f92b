using Zhar.Web;

namespace MyAppWeb;

/// <summary>Sends who is not logged in to the log-in, and back afterwards.</summary>
public sealed class RequireUser : IPlug
{
    public ValueTask Call(Conn conn)
    {
        if (conn.TryGet(UserAuth.Scope, out _))
            return default;
        UserAuth.RememberPath(conn);
        conn.PutFlash("error", "Please log in first.");
        conn.RedirectTo("/users/log-in").Halt();
        return default;
    }
}
