using MyApp;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace MyAppWeb;

/// <summary>The page of a user's settings.</summary>
public static class UserSettingsHtml
{
    public static Html Edit(Conn conn, Changeset<User> email, Changeset<User> password) => $"""
        <section class="narrow">
          <header class="page-header"><div><h1>Settings</h1><p>{email.Data.Email}</p></div></header>
          <h2>Email</h2>
          {FormFor(new Form(email, "user"), "/users/settings/email", conn.CsrfToken, f => $"""
            {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "username"), ("required", true)))}
            <div class="actions"><button type="submit">Change the email</button></div>
            """, "put")}
          <h2>Password</h2>
          {FormFor(new Form(password, "user"), "/users/settings/password", conn.CsrfToken, PasswordFields, "put")}
        </section>
        """;

    internal static Html PasswordFields(Form f) => $"""
        {Input(f["password"], "New password, 12 characters or more", "password", Attrs.Of(("autocomplete", "new-password"), ("required", true)))}
        {Input(f["password_confirmation"], "Once more", "password", Attrs.Of(("autocomplete", "new-password"), ("required", true)))}
        <div class="actions"><button type="submit">Set the password</button></div>
        """;
}
