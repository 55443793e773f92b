namespace Zhar.Web;

/// <summary>A wire format of channels beside version 2, for clients that ask for another one with their <c>vsn</c>. Source: Phoenix.Socket.Serializer.</summary>
/// <remarks>
/// One object serves all connections, from any thread, and keeps no state. A broadcast is encoded once for all clients of a format. The official clients speak version 2, which is
/// always there and fastest; <see cref="V1"/> is for clients of Phoenix before 1.3. Add one to <see cref="SocketOptions.Serializers"/>.
/// </remarks>
public abstract class SocketSerializer
{
    /// <summary>Version 1: a JSON object <c>{"topic": …, "event": …, "payload": …, "ref": …}</c>. It has no binary frames: binary data goes out as base64 text.</summary>
    public static SocketSerializer V1 { get; } = new V1Serializer();

    /// <summary>The major and minor version that it is for: <c>"1.0"</c> serves the clients whose <c>vsn</c> is <c>1.0.0</c>, <c>1.0.1</c> and so on.</summary>
    public abstract string Version { get; }

    /// <summary>Reads a frame of a client. What it holds is checked no further than its format.</summary>
    /// <param name="frame">The bytes, at most <see cref="SocketOptions.MaxFrameBytes"/>. Not to be kept.</param>
    /// <param name="isBinary">Whether it came as a binary frame.</param>
    /// <exception cref="FormatException">It is not of this format: the connection ends.</exception>
    public abstract SocketMessage Decode(ReadOnlySpan<byte> frame, bool isBinary);

    /// <summary>Writes a message to a client: a push, a broadcast, or an answer. It does not throw: an exception would be the broadcaster's.</summary>
    /// <returns>The bytes, and whether they go as a binary frame.</returns>
    public abstract (ReadOnlyMemory<byte> Frame, bool IsBinary) Encode(SocketMessage message);
}
