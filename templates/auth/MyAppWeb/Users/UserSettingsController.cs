using Microsoft.AspNetCore.Http;
using MyApp;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>What users change about themselves, shortly after they have logged in.</summary>
public sealed partial class UserSettingsController(Accounts accounts, UserAuth auth) : Controller
{
    public IResult Edit(Conn conn) => Render(Edit, accounts.ChangePassword(conn.Get(UserAuth.Scope).User));

    public async Task<IResult> Update(Conn conn, Params user)
    {
        switch (await accounts.SetPassword(conn.Get(UserAuth.Scope).User, user))
        {
            case Ok<User>(var saved):
                // All sessions have ended, this one too: begin another.
                await auth.LogIn(conn, saved);
                conn.PutFlash("info", "The password is changed. All other browsers are logged out.");
                return Redirect(to: "/users/settings");
            case Invalid<User>(var changeset):
                return Render(Edit, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }
}
