using System.Security.Cryptography;
using System.Text;

namespace Zhar.Web;

/// <summary>Compares name and password in constant time.</summary>
internal sealed class BasicAuth : IPlug
{
    private const int MaxLength = 2048;

    private readonly byte[] _expected;
    private readonly string _challenge;

    internal BasicAuth(string name, string password, string realm)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(password);
        if (name.Contains(':', StringComparison.Ordinal))
            throw new ArgumentException("A name for basic authentication has no colon in it: that separates it from the password.", nameof(name));
        if (realm.AsSpan().ContainsAny('"', '\\') || !HeaderText.IsValue(realm))
            throw new ArgumentException("A realm has no quotes, backslashes or line breaks in it.", nameof(realm));
        _expected = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}:{password}"));
        _challenge = $"Basic realm=\"{realm}\", charset=\"UTF-8\"";
    }

    public ValueTask Call(Conn conn)
    {
        if (Given(conn.Request.Headers.Authorization.ToString()) is { } given && CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), _expected))
            return default;
        conn.PutStatus(401).PutHeader("www-authenticate", _challenge).Halt();
        return new(conn.SendText("Unauthorized"));
    }

    private static byte[]? Given(string header)
    {
        if (header.Length > MaxLength || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        return Convert.TryFromBase64Chars(header.AsSpan(6).Trim(), bytes, out var length) ? bytes[..length] : null;
    }
}
