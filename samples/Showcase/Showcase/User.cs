using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>Somebody. Whoever signed up has a password, too.</summary>
[Schema("users"), Timestamps]
public partial record User
{
    public const int MinPassword = 10;

    [PrimaryKey] public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public int? Age { get; init; }

    public bool IsActive { get; init; } = true;

    [Virtual, Redact] public string? Password { get; init; }

    [Redact] public string? PasswordHash { get; init; }

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<User> Changeset(User user, Params attributes) => user
        .Cast(attributes, u => new { u.Name, u.Email, u.Age, u.IsActive })
        .UpdateChange(u => u.Name, name => name.Trim())
        .UpdateChange(u => u.Email, email => email.Trim().ToLowerInvariant())
        .ValidateRequired(u => new { u.Name, u.Email })
        .ValidateLength(u => u.Name, max: 80)
        .ValidateLength(u => u.Email, max: 160)
        .ValidateFormat(u => u.Email, "@", "must have the @ sign")
        .ValidateNumber(u => u.Age, greaterThan: 0, lessThan: 150)
        .UniqueConstraint(u => u.Email);

    /// <summary>The same for somebody who signs up, with a password.</summary>
    public static Changeset<User> Registration(User user, Params attributes) => Changeset(user, attributes)
        .Cast(attributes, u => new { u.Password })
        .ValidateRequired(u => new { u.Password })
        .ValidateLength(u => u.Password, min: MinPassword, max: 200);
}
