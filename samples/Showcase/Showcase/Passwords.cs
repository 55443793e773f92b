using System.Globalization;
using System.Security.Cryptography;

namespace Showcase;

/// <summary>Makes and checks password hashes: PBKDF2 with HMAC-SHA512. The text of a hash says how it was made, so the number of rounds can grow.</summary>
public sealed class Passwords : IDisposable
{
    private const string Scheme = "pbkdf2-sha512";
    private const int Rounds = 210_000; // OWASP's advice for PBKDF2-HMAC-SHA512
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // Hashing is slow on purpose: at most one for each processor, so that logins do not crowd out the pages.
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>A hash to store.</summary>
    public async Task<string> Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = await Derive(password, salt, Rounds);
        return string.Join('$', Scheme, Rounds.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(salt), Convert.ToBase64String(hash));
    }

    /// <summary>Whether a password is the one that was hashed. Without a hash it does the same work and says no.</summary>
    public async Task<bool> Verify(string password, string? stored)
    {
        var (rounds, salt, expected) = Parse(stored);
        var hash = await Derive(password, salt, rounds);
        return CryptographicOperations.FixedTimeEquals(hash, expected) && stored is not null;
    }

    public void Dispose() => _turns.Dispose();

    private async Task<byte[]> Derive(string password, byte[] salt, int rounds)
    {
        await _turns.WaitAsync();
        try
        {
            return await Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, HashBytes));
        }
        finally
        {
            _turns.Release();
        }
    }

    private static (int Rounds, byte[] Salt, byte[] Hash) Parse(string? stored) =>
        stored?.Split('$') is [Scheme, var rounds, var salt, var hash]
            ? (int.Parse(rounds, CultureInfo.InvariantCulture), Convert.FromBase64String(salt), Convert.FromBase64String(hash))
            : (Rounds, new byte[SaltBytes], new byte[HashBytes]);
}
