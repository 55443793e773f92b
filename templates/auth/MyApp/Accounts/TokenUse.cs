namespace MyApp;

/// <summary>What tokens are good for, and for how long.</summary>
public static class TokenUse
{
    public const string Session = "session";

    public const string Login = "login";

    public const string Reset = "reset";

    /// <summary>A link to another address: it becomes the user's when the link is opened.</summary>
    public const string Email = "email";

    /// <summary>A session that is older gets a new secret at its next request, and so lasts for as long as it is used.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromDays(7);

    public static TimeSpan MaxAge(string purpose) => purpose switch
    {
        Session => TimeSpan.FromDays(14),
        Login => TimeSpan.FromMinutes(15),
        Reset => TimeSpan.FromHours(1),
        Email => TimeSpan.FromDays(7),
        _ => throw new ArgumentException($"There is no token for '{purpose}'.", nameof(purpose)),
    };
}
