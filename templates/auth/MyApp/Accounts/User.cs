using Zhar;
using Zhar.Data;

namespace MyApp;

/// <summary>Somebody who can log in: by a link that is sent to the email address, and by a password once there is one.</summary>
[Schema("users"), Timestamps]
public partial record User
{
    [PrimaryKey] public USER_KEY Id { get; init; }

    public string Email { get; init; } = "";

    [Virtual, Redact] public string? Password { get; init; }

    [Redact] public string? HashedPassword { get; init; }

    /// <summary>When a link to the address was opened; until then nobody knows that it is theirs.</summary>
    public DateTime? ConfirmedAt { get; init; }

    /// <summary>A new user, or another address.</summary>
    public static Changeset<User> EmailChangeset(User user, Params attributes) => user
        .Cast(attributes, u => new { u.Email })
        .UpdateChange(u => u.Email, email => email.Trim().ToLowerInvariant())
        .ValidateRequired(u => new { u.Email })
        .ValidateFormat(u => u.Email, @"^[^@,;\s]+@[^@,;\s]+$")
        .ValidateLength(u => u.Email, max: 160)
        .UniqueConstraint(u => u.Email);

    /// <summary>A new password. Only <see cref="Accounts"/> makes its hash, which takes its time.</summary>
    public static Changeset<User> PasswordChangeset(User user, Params attributes) => user
        .Cast(attributes, u => new { u.Password })
        .ValidateRequired(u => new { u.Password })
        .ValidateLength(u => u.Password, min: 12, max: 200)
        .ValidateConfirmation(u => u.Password);
}
