using System.Buffers.Text;
using System.Security.Cryptography;

namespace Zhar.Web;

/// <summary>Encrypts and authenticates data so that a browser can carry but not read or alter it. For one purpose: another purpose has other keys.</summary>
/// <remarks>
/// The text is URL-safe base64 of a version byte (2), 24 random bytes, AES-256-GCM ciphertext and its 16-byte tag. The first half of the random bytes makes the
/// key of this one message, the second half is the nonce, so that the number of messages under one secret needs no bound. Safe from any thread. Source: Plug.Crypto.MessageEncryptor.
/// </remarks>
public sealed class MessageEncryptor
{
    private const byte Version = 2;
    private const int SaltBytes = 12;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + SaltBytes + NonceBytes;

    private readonly KeyRing _keys;
    private readonly string _purpose;
    private readonly int _maxLength;

    /// <summary>Makes an encryptor.</summary>
    /// <param name="keys">The secrets.</param>
    /// <param name="purpose">What the messages are for, such as <c>"session cookie"</c>. A fixed text, no input.</param>
    /// <param name="maxLength">Longest text in characters. Default 65536.</param>
    public MessageEncryptor(KeyRing keys, string purpose, int maxLength = MessageVerifier.DefaultMaxLength)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _keys = keys;
        _purpose = "encrypt/" + purpose;
        _maxLength = maxLength;
    }

    /// <summary>Encrypts <paramref name="data"/> with the current secret.</summary>
    /// <exception cref="ArgumentException">The text would be longer than the limit.</exception>
    public string Encrypt(ReadOnlySpan<byte> data)
    {
        var length = HeadBytes + data.Length + TagBytes;
        TextLimit.CheckMade(length, _maxLength, data.Length, nameof(data));
        var bytes = new byte[length];
        bytes[0] = Version;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, SaltBytes + NonceBytes));
        using var aes = Cipher(_keys.Keys(_purpose)[0], bytes);
        aes.Encrypt(Nonce(bytes), data, bytes.AsSpan(HeadBytes, data.Length), bytes.AsSpan(length - TagBytes), bytes.AsSpan(0, 1));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The data of a text that <see cref="Encrypt"/> made with any secret of the ring; <c>null</c> when it is not one.</summary>
    public byte[]? Decrypt(ReadOnlySpan<char> message)
    {
        if (TextLimit.Decode(message, _maxLength) is not { } bytes || bytes.Length < HeadBytes + TagBytes || bytes[0] != Version)
            return null;
        var data = new byte[bytes.Length - HeadBytes - TagBytes];
        foreach (var key in _keys.Keys(_purpose))
        {
            using var aes = Cipher(key, bytes);
            try
            {
                aes.Decrypt(Nonce(bytes), bytes.AsSpan(HeadBytes, data.Length), bytes.AsSpan(bytes.Length - TagBytes), data, bytes.AsSpan(0, 1));
                return data;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Made with another secret of the ring, or forged.
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Nonce(byte[] message) => message.AsSpan(1 + SaltBytes, NonceBytes);

    private static AesGcm Cipher(byte[] key, byte[] message)
    {
        Span<byte> own = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, message.AsSpan(1, SaltBytes), own);
        var aes = new AesGcm(own, TagBytes);
        CryptographicOperations.ZeroMemory(own);
        return aes;
    }
}
