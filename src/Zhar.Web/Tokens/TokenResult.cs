namespace Zhar.Web;

/// <summary>What became of a token: <see cref="ValidToken{T}"/>, <see cref="ExpiredToken{T}"/> or <see cref="InvalidToken{T}"/>.</summary>
/// <remarks>A closed set: match all three with <c>switch</c>.</remarks>
/// <typeparam name="T">The type of the data.</typeparam>
public abstract record TokenResult<T>
{
    private protected TokenResult()
    {
    }

    /// <summary>Whether the token is one of ours and not too old.</summary>
    public bool IsValid => this is ValidToken<T>;

    /// <summary>The data of a valid token, else the default of its type.</summary>
    public T? DataOrDefault => this is ValidToken<T> valid ? valid.Data : default;
}

/// <summary>One of our tokens, young enough.</summary>
/// <param name="Data">What was signed or encrypted.</param>
/// <param name="SignedAt">When it was made.</param>
public sealed record ValidToken<T>(T Data, DateTimeOffset SignedAt) : TokenResult<T>;

/// <summary>One of our tokens, older than the age that was asked for.</summary>
/// <param name="SignedAt">When it was made.</param>
public sealed record ExpiredToken<T>(DateTimeOffset SignedAt) : TokenResult<T>;

/// <summary>Not one of our tokens: missing, altered, for another purpose, or made with a secret that is no longer in the ring.</summary>
public sealed record InvalidToken<T> : TokenResult<T>
{
    internal static InvalidToken<T> Instance { get; } = new();
}
