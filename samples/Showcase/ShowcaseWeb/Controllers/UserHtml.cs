using System.Globalization;
using Showcase;
using Zhar.Data;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>The pages of users.</summary>
public static class UserHtml
{
    public static Html Index(List<User> users) => $"""
        {Header(Html.Text("Users"), $"The same list is JSON at <a href=\"{Paths.Api.Users.Index()}\">/api/users</a>.", $"<a class=\"button\" href=\"{Paths.Users.New()}\">New user</a>")}
        <div class="panel">{Table("users", users, u => u.Id,
            [
                new("Name", u => $"<a href=\"{Paths.Users.Show(u.Id)}\">{u.Name}</a>"),
                new("Email", u => Html.Text(u.Email)),
                new("Age", u => Html.Text(u.Age?.ToString(CultureInfo.InvariantCulture) ?? "–")),
                new("", u => Badge(u)),
            ], caption: "All users")}</div>
        """;

    public static Html Show(Conn conn, User user) => $"""
        {Header(Html.Text(user.Name), Html.Text(user.Email), When(conn.Get(Visitor.Key).MayChange(user), () => $"<a class=\"button\" href=\"{Paths.Users.Edit(user.Id)}\">Edit</a>{ButtonTo("Delete", Paths.Users.Delete(user.Id), conn.CsrfToken, "delete", Attrs.Of(("class", "quiet")))}"))}
        <div class="panel">{DataList(
            ("Age", Html.Text(user.Age?.ToString(CultureInfo.InvariantCulture) ?? "not told")),
            ("State", Badge(user)),
            ("Since", Html.Text(user.InsertedAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture))),
            ("Log-in", Html.Text(user.PasswordHash is null ? "none" : "with a password; only its owner changes this user")))}</div>
        <p><a href="{Paths.Users.Index()}">All users</a></p>
        """;

    public static Html New(Conn conn, Changeset<User> changeset) => $"""
        {Header(Html.Text("New user"))}
        {Fields(conn, changeset, Paths.Users.Create(), "Store", Paths.Users.Index())}
        """;

    public static Html Edit(Conn conn, Changeset<User> changeset) => $"""
        {Header(Html.Text("Edit user"))}
        {Fields(conn, changeset, Paths.Users.Update(changeset.Data.Id), "Save", Paths.Users.Show(changeset.Data.Id))}
        """;

    private static Html Fields(Conn conn, Changeset<User> changeset, string action, string button, string back) => FormFor(new Form(changeset, "user"), action, conn.CsrfToken, f => $"""
        {Input(f["name"], "Name", rest: Attrs.Of(("autocomplete", "off")))}
        {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "off")))}
        {Input(f["age"], "Age", "number")}
        {Checkbox(f["is_active"], "Active")}
        <div class="buttons"><button type="submit">{button}</button><a href="{back}">Cancel</a></div>
        """, rest: Attrs.Of(("class", "panel sheet")));

    private static Html Badge(User user) => If(user.IsActive, () => $"""<span class="badge good">active</span>""", () => $"""<span class="badge">inactive</span>""");
}
