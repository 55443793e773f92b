using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace MyAppWeb;

/// <summary>Who is logged in, and the way in and out, for the layout.</summary>
public static class UserMenu
{
    public static Html Show(Conn conn) => If(
        conn.TryGet(UserAuth.Scope, out var scope),
        () => $"""
            <nav aria-label="User">{scope!.User.Email} <a href="/users/settings">Settings</a> {ButtonTo($"Log out", "/users/log-out", conn.CsrfToken, "delete", Attrs.Of(("class", "quiet")))}</nav>
            """,
        () => $"""
            <nav aria-label="User"><a href="/users/register">Sign up</a> <a href="/users/log-in">Log in</a></nav>
            """);
}
