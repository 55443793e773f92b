namespace MyApp;

/// <summary>What tokens are good for, and for how long.</summary>
public static class TokenUse
{
    public const string Session = "session";

    public const string Login = "login";

    public const string Reset = "reset";

    public static TimeSpan MaxAge(string purpose) => purpose switch
    {
        Session => TimeSpan.FromDays(14),
        Login => TimeSpan.FromMinutes(15),
        Reset => TimeSpan.FromHours(1),
        _ => throw new ArgumentException($"There is no token for '{purpose}'.", nameof(purpose)),
    };
}
