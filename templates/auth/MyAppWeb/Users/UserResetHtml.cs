using MyApp;
using Zhar;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace MyAppWeb;

/// <summary>The pages for another password.</summary>
public static class UserResetHtml
{
    public static Html New(Conn conn) => $"""
        <section class="narrow">
          <header class="page-header"><h1>Forgotten password</h1></header>
          {FormFor(new Form(new ParamsForm(Params.Empty, "user")), "/users/reset-password", conn.CsrfToken, f => $"""
            {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "username"), ("required", true)))}
            <div class="actions"><button type="submit">Send me a link</button> <a href="/users/log-in">Back</a></div>
            """)}
        </section>
        """;

    public static Html Edit(Conn conn, string token, Changeset<User> changeset) => $"""
        <section class="narrow">
          <header class="page-header"><h1>Another password</h1></header>
          {FormFor(new Form(changeset, "user"), $"/users/reset-password/{token}", conn.CsrfToken, UserSettingsHtml.PasswordFields, "put")}
        </section>
        """;
}
