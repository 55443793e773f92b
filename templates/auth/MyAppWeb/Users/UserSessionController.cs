using Microsoft.AspNetCore.Http;
using MyApp;
using Zhar;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Log-in by a link or by a password, and log-out.</summary>
public sealed partial class UserSessionController(Accounts accounts, UserAuth auth, UserNotifier notifier) : Controller
{
    public IResult New(Conn conn) => Render(New, conn.TryGet(UserAuth.Scope, out var scope) ? scope.User.Email : "");

    /// <summary>With a password: logs in. Without: sends a link. The answer does not tell whether there is such a user.</summary>
    public async Task<IResult> Create(Conn conn, Params user)
    {
        var email = user.Get("email") ?? "";
        if (user.Get("password") is { Length: > 0 } password)
        {
            if (await accounts.FindByPassword(email, password) is { } found)
                return Redirect(to: await auth.LogIn(conn, found, user.Get("remember_me") == "true"));
            conn.PutFlash("error", "The email or the password is wrong.");
            return Render(New, email).Status(422);
        }

        if (await accounts.FindByEmail(email) is { } known)
            await notifier.SendLogin(known, conn.Url($"/users/log-in/{await accounts.StartLogin(known)}"));
        conn.PutFlash("info", "If we know this address, a link to log in is on its way.");
        return Redirect(to: "/users/log-in");
    }

    /// <summary>The page behind the link. It has a button, since programs that look into emails open links, and press no buttons.</summary>
    public async Task<IResult> Confirm(Conn conn, string token)
    {
        if (await accounts.PeekLogin(token) is { } user)
            return Render(Confirm, user, token);
        conn.PutFlash("error", "This link works no longer. Ask for another one.");
        return Redirect(to: "/users/log-in");
    }

    public async Task<IResult> Finish(Conn conn, string token)
    {
        if (await accounts.FinishLogin(token) is not { } user)
        {
            conn.PutFlash("error", "This link works no longer. Ask for another one.");
            return Redirect(to: "/users/log-in");
        }

        var to = await auth.LogIn(conn, user, conn.BodyParams.Nested("user").Get("remember_me") == "true");
        conn.PutFlash("info", "Welcome.");
        return Redirect(to: to);
    }

    public async Task<IResult> Delete(Conn conn)
    {
        await auth.LogOut(conn);
        conn.PutFlash("info", "You are logged out.");
        return Redirect(to: "/");
    }
}
