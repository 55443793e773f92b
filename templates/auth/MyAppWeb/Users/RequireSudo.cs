using Zhar.Web;

namespace MyAppWeb;

/// <summary>Lets only those pass who have logged in within the last minutes: in front of what must not be done by whoever finds an open browser.</summary>
public sealed class RequireSudo(TimeProvider clock) : IPlug
{
    public ValueTask Call(Conn conn)
    {
        if (conn.TryGet(UserAuth.Scope, out var scope) && scope.IsSudo(clock))
            return default;
        UserAuth.RememberPath(conn);
        conn.PutFlash("error", "Please log in once more to go on.");
        conn.RedirectTo("/users/log-in").Halt();
        return default;
    }
}
