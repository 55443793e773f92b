using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MyApp;

/// <summary>Hashes of passwords: PBKDF2 with HMAC-SHA-512. The number of rounds stands in each hash, so it can grow.</summary>
public static class Passwords
{
    private const int Rounds = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // One after the other for each processor: hashing takes long on purpose, and must not take all threads away.
    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    /// <summary>The hash of a password, with its salt and its rounds.</summary>
    /// <param name="rounds">Fewer only in tests.</param>
    public static async Task<string> Hash(string password, int rounds = Rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = await Derive(password, salt, rounds);
        return $"pbkdf2-sha512${rounds.ToString(CultureInfo.InvariantCulture)}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    /// <summary>Whether a password is the one of a hash. Without a hash it takes as long, so that nobody learns who has a password.</summary>
    public static async Task<bool> Verify(string password, string? hashed)
    {
        if (hashed?.Split('$') is not ["pbkdf2-sha512", var rounds, var salt, var hash])
        {
            await Derive(password, new byte[SaltBytes], Rounds);
            return false;
        }

        var derived = await Derive(password, Convert.FromBase64String(salt), int.Parse(rounds, CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(hash));
    }

    private static async Task<byte[]> Derive(string password, byte[] salt, int rounds)
    {
        await Turns.WaitAsync();
        try
        {
            return await Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA512, HashBytes));
        }
        finally
        {
            Turns.Release();
        }
    }
}
