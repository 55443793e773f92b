using System.Security.Cryptography;
using System.Text;
using Zhar.Data;

namespace MyApp;

/// <summary>A secret that stands for a user for a while. The database has its hash only: who reads the table can log in as nobody.</summary>
[Schema("users_tokens"), Timestamps]
public partial record UserToken
{
    [PrimaryKey] public USER_KEY Id { get; init; }

    public USER_KEY UserId { get; init; }

    [Redact] public string Hash { get; init; } = "";

    /// <summary>What it is good for: one of the constants of <see cref="TokenUse"/>.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The address that it was sent to; a link to an address that is the user's no longer does nothing.</summary>
    public string? SentTo { get; init; }

    /// <summary>Of a session: when the user last proved who they are. Another secret for the same session keeps it.</summary>
    public DateTime? AuthenticatedAt { get; init; }

    [BelongsTo] public Assoc<User> User { get; init; }

    /// <summary>A new secret and the row that stands for it.</summary>
    /// <param name="sentTo">The address, when it is not that of the user.</param>
    public static (string Secret, UserToken Row) Make(User user, string purpose, string? sentTo = null)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (secret, new UserToken { UserId = user.Id, Hash = HashOf(secret), Purpose = purpose, SentTo = sentTo ?? user.Email });
    }

    /// <summary>What the database knows of a secret.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
