using System.Buffers.Binary;
using System.Text;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>As much of MessagePack as a hub's messages have.</summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The length before a message.</summary>
    internal static int TakeLength(ref ReadOnlySpan<byte> stream)
    {
        var (length, shift) = (0, 0);
        while (true)
        {
            var part = stream[0];
            stream = stream[1..];
            length |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0)
                return length;
            shift += 7;
        }
    }

    internal int Array() => Byte() switch
    {
        var b and >= 0x90 and <= 0x9f => b & 15,
        0xdc => Big(2),
        var b => throw new FormatException($"Expected an array, found 0x{b:x2}."),
    };

    internal long Number() => Byte() switch
    {
        var b and < 0x80 => b,
        var b and >= 0xe0 => (sbyte)b,
        0xcc => Big(1),
        0xcd => Big(2),
        0xce => (uint)Big(4),
        0xcf or 0xd3 => Long(),
        0xd0 => (sbyte)Big(1),
        0xd1 => (short)Big(2),
        0xd2 => Big(4),
        var b => throw new FormatException($"Expected a number, found 0x{b:x2}."),
    };

    internal string? Text()
    {
        var length = Byte() switch
        {
            0xc0 => -1,
            var b and >= 0xa0 and <= 0xbf => b & 31,
            0xd9 => Big(1),
            0xda => Big(2),
            0xdb => Big(4),
            var b => throw new FormatException($"Expected text, found 0x{b:x2}."),
        };
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>How long a byte array is; it is skipped.</summary>
    internal int BytesLength()
    {
        var length = Byte() switch
        {
            0xc4 => Big(1),
            0xc5 => Big(2),
            0xc6 => Big(4),
            var b => throw new FormatException($"Expected bytes, found 0x{b:x2}."),
        };
        Take(length);
        return length;
    }

    /// <summary>Skips an empty map, nothing, or text.</summary>
    internal void Skip()
    {
        if (_rest[0] == 0x80)
            Byte();
        else
            Text();
    }

    private byte Byte() => Take(1)[0];

    private int Big(int size)
    {
        var taken = Take(size);
        return size switch
        {
            1 => taken[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(taken),
            _ => BinaryPrimitives.ReadInt32BigEndian(taken),
        };
    }

    private long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
