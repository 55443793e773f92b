using Microsoft.AspNetCore.Http;
using MyApp;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>What users change about themselves, shortly after they have logged in.</summary>
public sealed partial class UserSettingsController(Accounts accounts, UserAuth auth, UserNotifier notifier) : Controller
{
    public IResult Edit(Conn conn)
    {
        var user = conn.Get(UserAuth.Scope).User;
        return Render(Edit, accounts.ChangeEmail(user), accounts.ChangePassword(user));
    }

    /// <summary>Sends a link to the new address. It is the user's once they have opened it.</summary>
    public async Task<IResult> UpdateEmail(Conn conn, Params user)
    {
        var current = conn.Get(UserAuth.Scope).User;
        switch (await accounts.PrepareEmail(current, user))
        {
            case Ok<User>({ Email: var email }):
                await notifier.SendEmailChange(email, conn.Url($"/users/settings/confirm-email/{await accounts.StartEmailChange(current, email)}"));
                conn.PutFlash("info", $"We have sent a link to {email}. Open it to use this address from now on.");
                return Redirect(to: "/users/settings");
            case Invalid<User>(var changeset):
                return Render(Edit, changeset, accounts.ChangePassword(current)).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public async Task<IResult> ConfirmEmail(Conn conn, string token)
    {
        if (await accounts.FinishEmailChange(conn.Get(UserAuth.Scope).User, token) is { } user)
            conn.PutFlash("info", $"Your address is {user.Email} now.");
        else
            conn.PutFlash("error", "This link works no longer. Ask for another one.");
        return Redirect(to: "/users/settings");
    }

    public async Task<IResult> UpdatePassword(Conn conn, Params user)
    {
        var current = conn.Get(UserAuth.Scope).User;
        var sessions = await accounts.SessionsOf(current);
        switch (await accounts.SetPassword(current, user))
        {
            case Ok<User>(var saved):
                // All sessions have ended, this one too: begin another.
                auth.Disconnect(sessions);
                await auth.LogIn(conn, saved);
                conn.PutFlash("info", "The password is changed. All other browsers are logged out.");
                return Redirect(to: "/users/settings");
            case Invalid<User>(var changeset):
                return Render(Edit, accounts.ChangeEmail(current), changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }
}
