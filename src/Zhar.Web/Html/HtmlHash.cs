using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Zhar.Web;

/// <summary>A 64-bit hash of bytes with a secret of this run, so that nobody can make two texts that look unchanged to a live page.</summary>
internal static class HtmlHash
{
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private static readonly ulong Key = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Mix(Seed ^ (ulong)bytes.Length, Key);
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), Key);
            bytes = bytes[8..];
        }

        ulong rest = 0;
        foreach (var b in bytes)
            rest = (rest << 8) | b;
        return Mix(Mix(hash ^ rest, Key), Seed | 1);
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low ^ (a << 1);
    }
}
