using MyApp;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace MyAppWeb;

/// <summary>The page to sign up.</summary>
public static class UserRegistrationHtml
{
    public static Html New(Conn conn, Changeset<User> changeset) => $"""
        <section class="narrow">
          <header class="page-header"><div><h1>Sign up</h1><p>Signed up already? <a href="/users/log-in">Log in</a></p></div></header>
          {FormFor(new Form(changeset, "user"), "/users/register", conn.CsrfToken, f => $"""
            {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "email"), ("autofocus", true)))}
            <div class="actions"><button type="submit">Sign up</button></div>
            """)}
        </section>
        """;
}
