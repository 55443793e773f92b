using Microsoft.AspNetCore.Http;
using MyApp;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Sign-up: an address, and a link to it.</summary>
public sealed partial class UserRegistrationController(Accounts accounts, UserNotifier notifier) : Controller
{
    public IResult New(Conn conn) => conn.TryGet(UserAuth.Scope, out _) ? Redirect(to: "/") : Render(New, accounts.ChangeRegistration());

    public async Task<IResult> Create(Conn conn, Params user)
    {
        switch (await accounts.Register(user))
        {
            case Ok<User>(var made):
                await notifier.SendLogin(made, conn.Url($"/users/log-in/{await accounts.StartLogin(made)}"));
                conn.PutFlash("info", $"We have sent a link to {made.Email}. Open it to confirm your address.");
                return Redirect(to: "/users/log-in");
            case Invalid<User>(var changeset):
                return Render(New, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }
}
