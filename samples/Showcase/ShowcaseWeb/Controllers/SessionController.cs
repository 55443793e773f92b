using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Showcase;
using Zhar;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>Logging in and out.</summary>
public sealed partial class SessionController(Users users, PubSub pubSub, IHostEnvironment environment) : Controller
{
    private const string Pages = "live_socket_id";

    public IResult New(Conn conn)
    {
        conn.Assign("page_title", "Log in");
        return Render(New, new LogIn("", false, environment.IsDevelopment()));
    }

    public async Task<IResult> Create(Conn conn, string email = "", string password = "")
    {
        if (await users.LogIn(email, password) is not { } user)
            return Render(New, new LogIn(email, true, environment.IsDevelopment())).Status(422);
        Begin(conn, user);
        conn.PutFlash("info", $"Welcome back, {user.Name}.");
        return Redirect(to: "/");
    }

    public IResult Delete(Conn conn)
    {
        // The live pages of this login go too, in all windows.
        if (conn.GetSession(Pages) is { } pages)
            pubSub.BroadcastEvent(pages, "disconnect");
        conn.ClearSession().RenewSession();
        conn.PutFlash("info", "You are logged out.");
        return Redirect(to: "/");
    }

    /// <summary>Another key for the session: one that somebody planted before is worth nothing.</summary>
    internal static void Begin(Conn conn, User user) => conn.ClearSession().RenewSession().PutSession(Visitor.UserKey, user.Id).PutSession(Pages, $"users:{user.Id}");
}

/// <summary>What the page to log in shows.</summary>
public sealed record LogIn(string Email, bool Failed, bool ShowsExample);

/// <summary>The page to log in.</summary>
public static class SessionHtml
{
    public static Html New(Conn conn, LogIn login) => $"""
        {Header(Html.Text("Log in"), $"New here? <a href=\"/signup\">Sign up</a>.")}
        {FormTag("/login", conn.CsrfToken, $"""
            {When(login.Failed, () => $"""<p class="notice error" role="alert">Nobody has that email and password.</p>""")}
            <div class="field"><label for="email">Email</label><input type="email" id="email" name="email" value="{login.Email}" autocomplete="email" required></div>
            <div class="field"><label for="password">Password</label><input type="password" id="password" name="password" autocomplete="current-password" required></div>
            {When(login.ShowsExample, () => $"""<p class="hint">In development: <code>{FirstUsers.Email}</code> with <code>{FirstUsers.Password}</code>.</p>""")}
            <div class="buttons"><button type="submit">Log in</button></div>
            """, rest: Attrs.Of(("class", "panel sheet")))}
        """;
}
