namespace Zhar.Web.Tests.Controllers.Shop;

public enum Role
{
    Member,
    StoreManager,
}

public sealed record User(int Id, string Name);

/// <summary>What a form sends.</summary>
public sealed record UserInput(string Name, int? Age, Role Role = Role.Member)
{
    public List<string> Tags { get; init; } = ["none"];

    public AddressInput? Address { get; init; }

    public IReadOnlyList<LineInput> Lines { get; init; } = [];
}

public sealed record AddressInput(string Street, [property: Param("postcode")] string Zip = "");

public sealed record LineInput(string Product, int Count);

public sealed class Users
{
    private readonly List<User> _all = [new(1, "Ada"), new(2, "Bob <b>")];

    public Task<IReadOnlyList<User>> List() => Task.FromResult<IReadOnlyList<User>>(_all);

    public Task<Result<User>> Fetch(int id) => Task.FromResult<Result<User>>(_all.Find(u => u.Id == id) is { } user ? new Ok<User>(user) : new Error<User>("not_found"));
}
