using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Zhar.Web;

/// <summary>Makes and reads tokens that carry data and their time of making, for use as socket and API credentials.</summary>
/// <remarks>
/// <code>
/// var token = Token.Sign(keys, "user socket", user.Id.ToString());
/// return Token.Verify(keys, "user socket", token, maxAge: TimeSpan.FromDays(14)) switch
/// {
///     ValidToken&lt;string&gt; valid => …,
///     ExpiredToken&lt;string&gt; or InvalidToken&lt;string&gt; => …,
/// };
/// </code>
/// A signed token can be read by who has it; an encrypted one cannot. The salt names the purpose: a token for one is invalid for another.
/// Source: Phoenix.Token.
/// </remarks>
public static class Token
{
    private const int TimeBytes = 6;

    /// <summary>The age that a token may reach unless the reader says otherwise: one day.</summary>
    public static TimeSpan DefaultMaxAge { get; } = TimeSpan.FromDays(1);

    /// <summary>Signs a text.</summary>
    /// <param name="keys">The secrets.</param>
    /// <param name="salt">The purpose, such as <c>"user socket"</c>. A fixed text, no input.</param>
    /// <param name="data">What the token carries; readable by its bearer.</param>
    /// <param name="signedAt">When the token counts as made. Default now.</param>
    /// <exception cref="ArgumentException">The token would be longer than 64 kB.</exception>
    public static string Sign(KeyRing keys, string salt, string data, DateTimeOffset? signedAt = null) => Verifier(keys, salt).Sign(Stamp(keys, Text(data), signedAt));

    /// <summary>Signs a value as JSON.</summary>
    /// <inheritdoc cref="Sign(KeyRing, string, string, DateTimeOffset?)"/>
    public static string Sign<T>(KeyRing keys, string salt, T data, JsonTypeInfo<T> type, DateTimeOffset? signedAt = null) =>
        Verifier(keys, salt).Sign(Stamp(keys, JsonSerializer.SerializeToUtf8Bytes(data, type), signedAt));

    /// <summary>Reads a signed token.</summary>
    /// <param name="keys">The secrets.</param>
    /// <param name="salt">The purpose that it was signed for.</param>
    /// <param name="token">The token as it came; <c>null</c> is invalid.</param>
    /// <param name="maxAge">The age from which on it has expired. Default one day; <see cref="Timeout.InfiniteTimeSpan"/> means never.</param>
    public static TokenResult<string> Verify(KeyRing keys, string salt, string? token, TimeSpan? maxAge = null) =>
        Read(keys, Verifier(keys, salt).Verify(token), maxAge, static data => Encoding.UTF8.GetString(data));

    /// <summary>Reads a signed token whose data is JSON.</summary>
    /// <inheritdoc cref="Verify(KeyRing, string, string?, TimeSpan?)"/>
    public static TokenResult<T> Verify<T>(KeyRing keys, string salt, string? token, JsonTypeInfo<T> type, TimeSpan? maxAge = null) =>
        ReadJson(keys, Verifier(keys, salt).Verify(token), type, maxAge);

    /// <summary>Encrypts a text: its bearer can neither read nor alter it.</summary>
    /// <inheritdoc cref="Sign(KeyRing, string, string, DateTimeOffset?)"/>
    public static string Encrypt(KeyRing keys, string salt, string data, DateTimeOffset? signedAt = null) => Encryptor(keys, salt).Encrypt(Stamp(keys, Text(data), signedAt));

    /// <summary>Encrypts a value as JSON.</summary>
    /// <inheritdoc cref="Sign(KeyRing, string, string, DateTimeOffset?)"/>
    public static string Encrypt<T>(KeyRing keys, string salt, T data, JsonTypeInfo<T> type, DateTimeOffset? signedAt = null) =>
        Encryptor(keys, salt).Encrypt(Stamp(keys, JsonSerializer.SerializeToUtf8Bytes(data, type), signedAt));

    /// <summary>Reads an encrypted token.</summary>
    /// <inheritdoc cref="Verify(KeyRing, string, string?, TimeSpan?)"/>
    public static TokenResult<string> Decrypt(KeyRing keys, string salt, string? token, TimeSpan? maxAge = null) =>
        Read(keys, Encryptor(keys, salt).Decrypt(token), maxAge, static data => Encoding.UTF8.GetString(data));

    /// <summary>Reads an encrypted token whose data is JSON.</summary>
    /// <inheritdoc cref="Verify(KeyRing, string, string?, TimeSpan?)"/>
    public static TokenResult<T> Decrypt<T>(KeyRing keys, string salt, string? token, JsonTypeInfo<T> type, TimeSpan? maxAge = null) =>
        ReadJson(keys, Encryptor(keys, salt).Decrypt(token), type, maxAge);

    private static MessageVerifier Verifier(KeyRing keys, string salt) => new(keys, "token/" + salt);

    private static MessageEncryptor Encryptor(KeyRing keys, string salt) => new(keys, "token/" + salt);

    private static byte[] Text(string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Encoding.UTF8.GetBytes(data);
    }

    /// <summary>Milliseconds since 1970 in six bytes, big-endian, then the data.</summary>
    private static byte[] Stamp(KeyRing keys, byte[] data, DateTimeOffset? signedAt)
    {
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Math.Max(0, (signedAt ?? keys.Time.GetUtcNow()).ToUnixTimeMilliseconds()));
        return [.. time[(8 - TimeBytes)..], .. data];
    }

    private static TokenResult<T> ReadJson<T>(KeyRing keys, byte[]? message, JsonTypeInfo<T> type, TimeSpan? maxAge)
    {
        ArgumentNullException.ThrowIfNull(type);
        try
        {
            return Read(keys, message, maxAge, data => JsonSerializer.Deserialize(data, type)!); // signed by us: null only if null was signed
        }
        catch (JsonException)
        {
            // Signed by an older version of the application, for another shape of the data.
            return InvalidToken<T>.Instance;
        }
    }

    private static TokenResult<T> Read<T>(KeyRing keys, byte[]? message, TimeSpan? maxAge, DataReader<T> read)
    {
        if (message is null || message.Length < TimeBytes)
            return InvalidToken<T>.Instance;
        Span<byte> time = stackalloc byte[8];
        time.Clear();
        message.AsSpan(0, TimeBytes).CopyTo(time[(8 - TimeBytes)..]);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(time);
        if (milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return InvalidToken<T>.Instance;
        var signedAt = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var age = maxAge ?? DefaultMaxAge;
        return age != Timeout.InfiniteTimeSpan && keys.Time.GetUtcNow() - signedAt >= age
            ? new ExpiredToken<T>(signedAt)
            : new ValidToken<T>(read(message.AsSpan(TimeBytes)), signedAt);
    }

    private delegate T DataReader<T>(ReadOnlySpan<byte> data);
}
