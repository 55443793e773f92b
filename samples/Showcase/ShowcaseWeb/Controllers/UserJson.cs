using System.Text.Json.Serialization;
using Showcase;
using Zhar.Data;

namespace ShowcaseWeb;

/// <summary>Users as JSON. What the world may know of them stands here, field by field.</summary>
public static class UserJson
{
    public static UserList Index(List<User> users) => new([.. users.Select(Data)]);

    public static UserAnswer Show(User user) => new(Data(user));

    public static ErrorAnswer New(Changeset<User> changeset) =>
        new(changeset.Errors.GroupBy(static e => e.Field).ToDictionary(static g => g.Key, static g => g.Select(static e => e.Text).ToArray()));

    private static UserData Data(User user) => new(user.Id, user.Name, user.Email, user.Age, user.IsActive, user.InsertedAt, user.UpdatedAt);
}

public sealed record UserData(long Id, string Name, string Email, int? Age, bool IsActive, DateTime InsertedAt, DateTime UpdatedAt);

public sealed record UserList(IReadOnlyList<UserData> Data);

public sealed record UserAnswer(UserData Data);

/// <summary>What is wrong, by field.</summary>
public sealed record ErrorAnswer(Dictionary<string, string[]> Errors);

/// <summary>All that is written as JSON: its code is generated, so it works in a trimmed program too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
public sealed partial class ShowcaseJson : JsonSerializerContext;
