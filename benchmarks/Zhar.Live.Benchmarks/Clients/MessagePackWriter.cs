using System.Buffers.Binary;
using System.Text;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>As much of MessagePack as calls to a hub take.</summary>
internal sealed class MessagePackWriter
{
    private readonly MemoryStream _bytes = new();

    internal MessagePackWriter Array(int count) => Byte(0x90 | count);

    internal MessagePackWriter Map(int count) => Byte(0x80 | count);

    internal MessagePackWriter Nil() => Byte(0xc0);

    internal MessagePackWriter Bool(bool value) => Byte(value ? 0xc3 : 0xc2);

    internal MessagePackWriter Number(long number)
    {
        if (number is >= 0 and < 128)
            return Byte((int)number);
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        _bytes.Write(bytes);
        return this;
    }

    internal MessagePackWriter Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> head = stackalloc byte[5];
        head[0] = 0xdb;
        BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)utf8.Length);
        _bytes.Write(head);
        _bytes.Write(utf8);
        return this;
    }

    /// <summary>The whole message, with its length before it.</summary>
    internal byte[] ToMessage()
    {
        var length = (int)_bytes.Length;
        var message = new List<byte>(length + 4);
        for (var rest = length; ; rest >>= 7)
        {
            message.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
            if (rest <= 0x7f)
                break;
        }

        return [.. message, .. _bytes.GetBuffer().AsSpan(0, length)];
    }

    private MessagePackWriter Byte(int value)
    {
        _bytes.WriteByte((byte)value);
        return this;
    }
}
