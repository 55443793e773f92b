using Microsoft.AspNetCore.Http;
using MyApp;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Another password for who has forgotten theirs.</summary>
public sealed partial class UserResetController(Accounts accounts, UserAuth auth, UserNotifier notifier) : Controller
{
    public IResult New(Conn conn) => Render(New);

    public async Task<IResult> Create(Conn conn, Params user)
    {
        if (await accounts.FindByEmail(user.Get("email") ?? "") is { } found)
            await notifier.SendReset(found, conn.Url($"/users/reset-password/{await accounts.StartReset(found)}"));
        conn.PutFlash("info", "If we know this address, a link is on its way.");
        return Redirect(to: "/users/log-in");
    }

    public async Task<IResult> Edit(Conn conn, string token) =>
        await accounts.PeekReset(token) is { } user ? Render(Edit, token, accounts.ChangePassword(user)) : Expired(conn);

    public async Task<IResult> Update(Conn conn, string token, Params user)
    {
        if (await accounts.PeekReset(token) is not { } found)
            return Expired(conn);
        var sessions = await accounts.SessionsOf(found);
        switch (await accounts.SetPassword(found, user))
        {
            case Ok<User>:
                auth.Disconnect(sessions);
                conn.PutFlash("info", "The password is changed. Log in with it.");
                return Redirect(to: "/users/log-in");
            case Invalid<User>(var changeset):
                return Render(Edit, token, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    private static IResult Expired(Conn conn)
    {
        conn.PutFlash("error", "This link works no longer. Ask for another one.");
        return Redirect(to: "/users/reset-password");
    }
}
