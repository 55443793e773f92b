namespace Zhar.Data.Tests;

public enum Role
{
    Member,
    Admin,
    [EnumValue("owner")] SuperUser,
}

[Schema("users"), Timestamps]
public partial record User
{
    [PrimaryKey] public int Id { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public int? Age { get; init; }
    public bool IsActive { get; init; } = true;
    public Role Role { get; init; } = Role.Member;
    [Redact] public string? PasswordHash { get; init; }
    [Virtual, Redact] public string? Password { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    [LockVersion] public int Version { get; init; } = 1;
    [EmbedsOne] public Address? Address { get; init; }
    [HasMany(OnReplace.Delete)] public Many<Post> Posts { get; init; }
}

[EmbeddedSchema]
public partial record Address
{
    public string Street { get; init; } = "";
    public string? City { get; init; }
}

[Schema("posts")]
public partial record Post
{
    [PrimaryKey] public long Id { get; init; }
    public string Title { get; init; } = "";
    public int UserId { get; init; }
    [BelongsTo] public Assoc<User> User { get; init; }
}
