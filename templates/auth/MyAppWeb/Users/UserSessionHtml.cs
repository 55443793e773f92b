using MyApp;
using Zhar;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace MyAppWeb;

/// <summary>The pages to log in.</summary>
public static class UserSessionHtml
{
    public static Html New(Conn conn, string email) => $"""
        <section class="narrow">
          <header class="page-header"><div><h1>Log in</h1><p>New here? <a href="/users/register">Sign up</a></p></div></header>
          {FormFor(Form(email, "link"), "/users/log-in", conn.CsrfToken, f => $"""
            {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "username"), ("required", true)))}
            <div class="actions"><button type="submit">Send me a link</button></div>
            """, rest: Attrs.Of(("id", "login-by-link")))}
          <h2>Or by password</h2>
          {FormFor(Form(email, "password"), "/users/log-in", conn.CsrfToken, f => $"""
            {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "username"), ("required", true)))}
            {Input(f["password"], "Password", "password", Attrs.Of(("autocomplete", "current-password"), ("required", true)))}
            {Input(f["remember_me"], "Stay logged in on this device", "checkbox")}
            <div class="actions"><button type="submit">Log in</button> <a href="/users/reset-password">Forgotten?</a></div>
            """, rest: Attrs.Of(("id", "login-by-password")))}
        </section>
        """;

    public static Html Confirm(Conn conn, User user, string token) => $"""
        <section class="narrow">
          <header class="page-header"><h1>Welcome</h1></header>
          {FormFor(Form(user.Email, "confirm"), $"/users/log-in/{token}", conn.CsrfToken, f => $"""
            {Input(f["remember_me"], "Stay logged in on this device", "checkbox")}
            <div class="actions"><button type="submit">Log in as {user.Email}</button></div>
            """)}
        </section>
        """;

    private static Form Form(string email, string id) => new(new ParamsForm(Params.Of(("email", email)), "user"), id: id);
}
