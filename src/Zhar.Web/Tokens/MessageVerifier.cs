using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Zhar.Web;

/// <summary>Signs data so that it can travel through a browser unaltered, though readable. For one purpose: another purpose has other keys.</summary>
/// <remarks>
/// The text is URL-safe base64 of a version byte (1), the data and its HMAC-SHA256 (32 bytes). Comparison takes constant time.
/// Safe from any thread. Source: Plug.Crypto.MessageVerifier.
/// </remarks>
public sealed class MessageVerifier
{
    /// <summary>The default longest text that is read or made, in characters.</summary>
    public const int DefaultMaxLength = 64 * 1024;

    private const byte Version = 1;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;

    private readonly KeyRing _keys;
    private readonly string _purpose;
    private readonly int _maxLength;

    /// <summary>Makes a verifier.</summary>
    /// <param name="keys">The secrets.</param>
    /// <param name="purpose">What the messages are for, such as <c>"session cookie"</c>. A fixed text, no input.</param>
    /// <param name="maxLength">Longest text in characters. Default 65536.</param>
    public MessageVerifier(KeyRing keys, string purpose, int maxLength = DefaultMaxLength)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _keys = keys;
        _purpose = "sign/" + purpose;
        _maxLength = maxLength;
    }

    /// <summary>Signs <paramref name="data"/> with the current secret.</summary>
    /// <exception cref="ArgumentException">The text would be longer than the limit.</exception>
    public string Sign(ReadOnlySpan<byte> data)
    {
        var length = 1 + data.Length + MacBytes;
        TextLimit.CheckMade(length, _maxLength, data.Length, nameof(data));
        var rented = length > 512 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var bytes = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        bytes[0] = Version;
        data.CopyTo(bytes[1..]);
        HMACSHA256.HashData(_keys.Keys(_purpose)[0], bytes[..^MacBytes], bytes[^MacBytes..]);
        var text = Base64Url.EncodeToString(bytes);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return text;
    }

    /// <summary>The data of a text that <see cref="Sign"/> made with any secret of the ring; <c>null</c> when it is not one.</summary>
    public byte[]? Verify(ReadOnlySpan<char> message)
    {
        if (TextLimit.Decode(message, _maxLength) is not { } bytes || bytes.Length < 1 + MacBytes || bytes[0] != Version)
            return null;
        Span<byte> mac = stackalloc byte[MacBytes];
        foreach (var key in _keys.Keys(_purpose))
        {
            HMACSHA256.HashData(key, bytes.AsSpan(0, bytes.Length - MacBytes), mac);
            if (CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(bytes.Length - MacBytes)))
                return bytes[1..^MacBytes];
        }

        return null;
    }
}
