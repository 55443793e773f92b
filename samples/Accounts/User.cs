using Zhar;
using Zhar.Data;

namespace Accounts;

/// <summary>Somebody with an account.</summary>
[Schema("users"), Timestamps]
public partial record User
{
    [PrimaryKey] public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public int? Age { get; init; }

    public bool IsActive { get; init; } = true;

    /// <summary>What may be stored of what somebody typed, and what is wrong with it.</summary>
    public static Changeset<User> Changeset(User user, Params attributes) => user
        .Cast(attributes, u => new { u.Name, u.Email, u.Age, u.IsActive })
        .UpdateChange(u => u.Name, name => name.Trim())
        .UpdateChange(u => u.Email, email => email.Trim().ToLowerInvariant())
        .ValidateRequired(u => new { u.Name, u.Email, u.IsActive })
        .ValidateLength(u => u.Name, max: 80)
        .ValidateLength(u => u.Email, max: 160)
        .ValidateFormat(u => u.Email, @"^[^@\s]+@[^@\s]+$", "must look like name@example.org")
        .ValidateNumber(u => u.Age, greaterThan: 0, lessThan: 150)
        .UniqueConstraint(u => u.Email);
}
