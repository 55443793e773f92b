using Microsoft.AspNetCore.Http;
using Showcase;
using Zhar;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>Signing up.</summary>
public sealed partial class RegistrationController(Users users) : Controller
{
    public IResult New(Conn conn)
    {
        conn.Assign("page_title", "Sign up");
        return Render(New, users.ChangeRegistration());
    }

    public async Task<IResult> Create(Conn conn, Params user)
    {
        switch (await users.Register(user))
        {
            case Ok<User>(var made):
                SessionController.Begin(conn, made);
                conn.PutFlash("info", $"Welcome, {made.Name}.");
                return Redirect(to: "/");
            case Invalid<User>(var changeset):
                return Render(New, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }
}

/// <summary>The page to sign up.</summary>
public static class RegistrationHtml
{
    public static Html New(Conn conn, Changeset<User> changeset) => $"""
        {Header(Html.Text("Sign up"), $"Have an account? <a href=\"/login\">Log in</a>.")}
        {FormFor(new Form(changeset, "user"), "/signup", conn.CsrfToken, f => $"""
            {Input(f["name"], "Name", rest: Attrs.Of(("autocomplete", "name")))}
            {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "email")))}
            {Input(f["password"], "Password", "password", Attrs.Of(("autocomplete", "new-password")))}
            <p class="hint">At least {User.MinPassword} characters. Stored as a PBKDF2 hash.</p>
            <div class="buttons"><button type="submit">Sign up</button></div>
            """, rest: Attrs.Of(("class", "panel sheet")))}
        """;
}
