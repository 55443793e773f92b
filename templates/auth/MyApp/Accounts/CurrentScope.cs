namespace MyApp;

/// <summary>On whose behalf something happens. Give it to the functions of contexts that belong to a user.</summary>
/// <param name="User">Who is logged in.</param>
/// <param name="AuthenticatedAt">When they last proved who they are.</param>
/// <param name="StartedAt">When the browser got the secret of its session.</param>
public sealed record CurrentScope(User User, DateTime AuthenticatedAt, DateTime StartedAt)
{
    /// <summary>How long what is dangerous may be done without logging in again.</summary>
    private static readonly TimeSpan Sudo = TimeSpan.FromMinutes(10);

    /// <summary>Whether the proof is fresh enough for what is dangerous, such as another password.</summary>
    public bool IsSudo(TimeProvider clock) => clock.GetUtcNow().UtcDateTime - AuthenticatedAt < Sudo;
}
