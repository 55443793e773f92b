using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Zhar.Web;

/// <summary>The secrets of an endpoint: every key of cookies and tokens derives from them, one per purpose.</summary>
/// <remarks>
/// <para>The first secret makes keys for new messages; the older ones only read what was made before a rotation. To rotate, put the new secret
/// in <c>SECRET_KEY_BASE</c> and the old one in <c>SECRET_KEY_BASE_OLD</c> (several: separated by blanks), and drop it when its longest token has expired.</para>
/// <para>A key is HKDF-SHA256 of the secret with the purpose as info. Safe from any thread. Source: Plug.Crypto.KeyGenerator.</para>
/// </remarks>
public sealed class KeyRing
{
    /// <summary>The shortest secret in bytes of UTF-8.</summary>
    public const int MinSecretBytes = 64;

    /// <summary>The configuration key, and environment variable, of the current secret.</summary>
    public const string SecretName = "SECRET_KEY_BASE";

    /// <summary>The configuration key, and environment variable, of the older secrets, separated by blanks.</summary>
    public const string OlderSecretsName = "SECRET_KEY_BASE_OLD";

    private const int KeyBytes = 32;
    private const int MaxCachedPurposes = 1024;

    private readonly byte[][] _roots;
    private readonly ConcurrentDictionary<string, byte[][]> _keys = new(StringComparer.Ordinal);

    /// <summary>Makes a ring.</summary>
    /// <param name="secretKeyBase">The current secret: at least 64 bytes, random. <see cref="NewSecret"/> makes one.</param>
    /// <param name="older">Secrets that were current before, newest first.</param>
    /// <param name="time">The clock of token ages; default the system's.</param>
    /// <exception cref="ArgumentException">A secret is missing or too short.</exception>
    public KeyRing(string secretKeyBase, IEnumerable<string>? older = null, TimeProvider? time = null)
    {
        string[] secrets = [secretKeyBase, .. older ?? []];
        for (var i = 0; i < secrets.Length; i++)
            Check(secrets[i], i == 0 ? SecretName : OlderSecretsName);
        _roots = [.. secrets.Select(s => HKDF.Extract(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(s)))];
        Time = time ?? TimeProvider.System;
    }

    /// <summary>The clock that dates tokens and judges their age.</summary>
    public TimeProvider Time { get; }

    /// <summary>How many secrets the ring holds: the current one and the older ones.</summary>
    public int Count => _roots.Length;

    /// <summary>Reads the secrets from configuration: <c>SECRET_KEY_BASE</c> or <c>SecretKeyBase</c>, and <c>SECRET_KEY_BASE_OLD</c> or <c>SecretKeyBaseOld</c>.</summary>
    /// <exception cref="ArgumentException">The current secret is not configured, or one is too short.</exception>
    public static KeyRing From(IConfiguration configuration, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var secret = configuration[SecretName] ?? configuration["SecretKeyBase"];
        var older = configuration[OlderSecretsName] ?? configuration["SecretKeyBaseOld"] ?? "";
        return new KeyRing(secret ?? "", older.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), time);
    }

    /// <summary>A new random secret: 64 characters, 384 bits. Source: mix phx.gen.secret.</summary>
    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    /// <summary>The keys of a purpose, the current secret's first; 32 bytes each.</summary>
    internal ReadOnlySpan<byte[]> Keys(string purpose)
    {
        if (_keys.TryGetValue(purpose, out var keys))
            return keys;
        keys = [.. _roots.Select(root => Expand(root, purpose))];

        // Purposes are names in code. Should one be made from input after all, memory stays bounded.
        if (_keys.Count < MaxCachedPurposes)
            _keys.TryAdd(purpose, keys);
        return keys;
    }

    private static byte[] Expand(byte[] root, string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, root, KeyBytes, Encoding.UTF8.GetBytes("zhar/v1/" + purpose));

    private static void Check(string? secret, string name)
    {
        if (string.IsNullOrEmpty(secret))
        {
            throw new ArgumentException($"""
                {name} is not set. Cookies and tokens are signed with keys that derive from it.
                Make a secret of at least {MinSecretBytes} random bytes and keep it out of the repository:

                    export {name}="$(openssl rand -base64 48)"
                """, nameof(secret));
        }

        if (Encoding.UTF8.GetByteCount(secret) is var bytes && bytes < MinSecretBytes)
        {
            throw new ArgumentException($"""
                {name} has {bytes} bytes; it needs at least {MinSecretBytes}, chosen at random. For example:

                    export {name}="$(openssl rand -base64 48)"
                """, nameof(secret));
        }
    }
}
