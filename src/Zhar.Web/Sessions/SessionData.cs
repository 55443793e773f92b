using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Zhar.Web;

/// <summary>The values of a session as bytes: a version, the time, then length and bytes of each name and value. What it reads was signed by us, and is checked all the same.</summary>
internal static class SessionData
{
    private const byte Version = 1;
    private const int HeadBytes = 9;

    internal static byte[] Write(IReadOnlyDictionary<string, byte[]> values, DateTimeOffset now)
    {
        var writer = new ArrayBufferWriter<byte>(256);
        var head = writer.GetSpan(HeadBytes);
        head[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(head[1..], now.ToUnixTimeMilliseconds());
        writer.Advance(HeadBytes);
        foreach (var (key, value) in values)
        {
            WriteLength(writer, Encoding.UTF8.GetByteCount(key));
            Encoding.UTF8.GetBytes(key, writer);
            WriteLength(writer, value.Length);
            writer.Write(value);
        }

        return writer.WrittenSpan.ToArray();
    }

    internal static (DateTimeOffset WrittenAt, Dictionary<string, byte[]> Values)? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < HeadBytes || data[0] != Version)
            return null;
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(data[1..]);
        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            return null;
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        data = data[HeadBytes..];
        while (!data.IsEmpty)
        {
            if (!TryTake(ref data, out var key) || !TryTake(ref data, out var value))
                return null;
            values[Encoding.UTF8.GetString(key)] = value.ToArray();
        }

        return (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), values);
    }

    private static void WriteLength(ArrayBufferWriter<byte> writer, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(writer.GetSpan(2), length <= ushort.MaxValue ? (ushort)length : throw new ArgumentException($"A value of the session has {length} bytes; the most is {ushort.MaxValue}."));
        writer.Advance(2);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (data.Length < 2)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(data);
        if (data.Length < 2 + length)
            return false;
        part = data.Slice(2, length);
        data = data[(2 + length)..];
        return true;
    }
}
