using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhar.Web.Tests.Controllers.Shop;

public static class UserHtml
{
    public static Html Index(IReadOnlyList<User> users) => $"<h1>Users</h1><ul>{Markup.Each(users, u => u.Id, u => $"<li><a href=\"{Paths.Users.Show(u.Id)}\">{u.Name}</a></li>")}</ul>";

    public static Html Show(Conn conn, User user) => $"<h1>{user.Name}</h1><p>{conn.ActionName}</p>";

    public static Html New(string? error = null) => $"<form action=\"{Paths.Users.Create()}\">{error}</form>";
}

public sealed record UserData(int Id, string Name);

public static class UserJson
{
    public static IReadOnlyList<UserData> Index(IReadOnlyList<User> users) => [.. users.Select(static u => new UserData(u.Id, u.Name))];

    public static UserData Show(User user) => new(user.Id, user.Name);
}

public static class UserCsv
{
    public static string Index(IReadOnlyList<User> users) => string.Concat(users.Select(static u => $"{u.Id},{u.Name}\n"));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UserData))]
[JsonSerializable(typeof(IReadOnlyList<UserData>))]
[JsonSerializable(typeof(UserInput))]
[JsonSerializable(typeof(Echo))]
internal sealed partial class ShopJson : JsonSerializerContext;

public sealed record Echo(string Action, Dictionary<string, string?> Values);
