using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace Zhar.Docs.Tests.Templates;

public sealed record User(int Id, string Name, string Email, bool IsAdmin, Uri? Homepage, ImmutableList<string> Tags);

public static class UserHtml
{
    public static Html Index(IReadOnlyList<User> users) => $"""
        <h1>Users</h1>
        {When(users.Count == 0, () => $"<p>Nobody yet.</p>")}
        <ul>
          {Each(users, u => u.Id, u => $"""<li><a href="/users/{u.Id}">{u.Name}</a></li>""")}
        </ul>
        """;
}

public static class Choices
{
    public static Html Badge(User user) => If(user.IsAdmin,
        () => $"<strong>Admin</strong>",
        () => $"<span>Member</span>");

    public static Html Homepage(User user) => When(user.Homepage, url => $"""<a href="{url}">{url.Host}</a>""", () => $"<i>none</i>");

    public static Html Role(User user) => user switch
    {
        { IsAdmin: true } => $"<b>Admin</b>",
        { Tags.Count: > 3 } => $"<b>Regular</b>",
        _ => $"Member",
    };
}

public static class Attributes
{
    public static Html Save(bool isSaving, string? hint) =>
        $"""<button disabled="{isSaving}" title="{hint}" aria-busy="{isSaving}">Save</button>""";

    public static Html Tab(string name, bool isActive, int count) =>
        $"""<a class="{Class("tab", ("active", isActive), ("empty", count == 0))}" href="#{name}">{name}</a>""";
}

public static class CoreComponents
{
    /// <summary>A card with a heading, and whatever is put inside.</summary>
    public static Html Card(string title, Html inner, Html footer = default, Attrs? rest = null) => $"""
        <section class="card" {rest}>
          <h2>{title}</h2>
          {inner}
          {When(footer, f => $"<footer>{f}</footer>")}
        </section>
        """;

    /// <summary>A table: each column is a heading and a function from the row to what stands in its cell.</summary>
    public static Html Table<T>(IReadOnlyList<T> rows, params IReadOnlyList<(string Heading, Func<T, Html> Cell)> columns) => $"""
        <table>
          <thead><tr>{Each(columns, c => $"<th>{c.Heading}</th>")}</tr></thead>
          <tbody>{Each(rows, row => $"<tr>{Each(columns, c => $"<td>{c.Cell(row)}</td>")}</tr>")}</tbody>
        </table>
        """;
}

public static class Pages
{
    public static Html Show(User user) => CoreComponents.Card(
        user.Name,
        $"<p>{user.Email}</p>",
        footer: $"""<a href="/users">Back</a>""",
        rest: Attrs.Of(("id", $"user-{user.Id}"), ("data", Attrs.Of(("role", user.IsAdmin ? "admin" : "member")))));

    public static Html Overview(IReadOnlyList<User> users) => CoreComponents.Table(
        users,
        ("Name", u => $"<b>{u.Name}</b>"),
        ("Mail", u => $"""<a href="mailto:{u.Email}">{u.Email}</a>"""));
}

public static class Layouts
{
    public static Html Root(string title, string csrfToken, string nonce, Html inner) => $"""
        <!DOCTYPE html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="csrf-token" content="{csrfToken}">
            <title>{title}</title>
            <script nonce="{nonce}" src="/assets/app.js" defer></script>
          </head>
          <body>{inner}</body>
        </html>
        """;
}

public static class Scripts
{
    public static Html Boot(User user, string nonce) => $"""
        <script nonce="{nonce}">
          startWith({Html.Json(user, TemplateJson.Default.User)});
        </script>
        """;

    public static Html Bar(int percent) => $"""<div class="bar" style="width: {percent}%"></div>""";

    public static Html App(string phone) => $"""<a href="{Html.TrustedUrl("myapp:call?" + phone)}">Call</a>""";
}

[JsonSerializable(typeof(User))]
internal sealed partial class TemplateJson : JsonSerializerContext;

public static class ArticleHtml
{
    /// <summary>The text is markup that our own editor made and cleaned.</summary>
    public static Html Body(string cleanedMarkup) => Html.Raw(cleanedMarkup);
}

public readonly record struct Money(decimal Amount, string Currency) : IHtmlText
{
    public string ToHtmlText() => $"{Amount:0.00} {Currency}";
}

public static class Prices
{
    public static Html Tag(Money price) => $"<b>{price}</b>";
}

public static class Costly
{
    public static Html Report(ImmutableList<User> users) => Memo(users, () => $"<p>{users.Count(u => u.IsAdmin)} admins</p>");
}

public static class UserForms
{
    public static Html Edit(Form form, string csrfToken) => FormFor(form, "/users", csrfToken, f => $"""
        {Input(f["name"], "Name")}
        {Input(f["email"], "Email", "email", Attrs.Of(("autocomplete", "email")))}
        {Select(f["role"], "Role", [SelectOption.Of("Member", "member"), SelectOption.Of("Admin", "admin")], prompt: "Choose…")}
        {Checkbox(f["is_active"], "Active")}
        {Button($"Save")}
        """);

    public static Html Search(Params query) => FormTag("/users", null, method: "get", content: $"""
        {Input(new Form(new ParamsForm(query))["q"], type: "search", rest: Attrs.Of(("aria-label", "Search")))}
        {Button($"Search")}
        """);

    public static Html Delete(User user, string csrfToken) => ButtonTo($"Delete", $"/users/{user.Id}", csrfToken, "delete");

    public static Html Order(Form order, string csrfToken) => FormFor(order, "/orders", csrfToken, f => $"""
        {InputsFor(f, "lines", line => $"""
            {Input(line["title"], "Title")}
            {Input(line["count"], "Count", "number")}
            {DropCheckbox(f, line, "lines_drop", "Remove")}
            """, sortParam: "lines_sort", dropParam: "lines_drop")}
        {Button($"Save")}
        """);
}
