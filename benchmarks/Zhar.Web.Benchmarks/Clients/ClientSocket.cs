using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>A WebSocket that weighs little, so that one process holds ten thousand of them: it reads frames, and knows no protocol.</summary>
internal abstract class ClientSocket : IDisposable
{
    private const int Continuation = 0;
    private const int TextFrame = 1;
    private const int BinaryFrame = 2;
    private const int CloseFrame = 8;
    private const int PingFrame = 9;
    private const int PongFrame = 10;
    private const int Final = 0x80;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[512];
    private int _filled;
    private MemoryStream? _parts;
    private TaskCompletionSource? _answer;

    /// <summary>Broadcasts that came out of order or twice.</summary>
    internal int Disorder { get; private protected set; }

    /// <summary>Why the connection is gone.</summary>
    internal Exception? Fault { get; private set; }

    public void Dispose() => _socket.Dispose();

    /// <summary>Takes a whole message.</summary>
    protected abstract void Take(ReadOnlySpan<byte> message);

    /// <summary>Opens the WebSocket; from now on whole messages go to <see cref="Take"/>.</summary>
    protected async Task Connect(int port, string target, string cookie = "")
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var cookies = cookie.Length == 0 ? "" : $"Cookie: {cookie}\r\n";
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n{cookies}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"), SocketFlags.None);
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            await Fill();
        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 101 "u8))
            throw new InvalidOperationException("No upgrade: " + Encoding.UTF8.GetString(_buffer.AsSpan(0, Math.Min(_filled, 200))));
        Consume(end + 4);
        _ = ReadAll();
    }

    /// <summary>Sends and waits until <see cref="Answered"/> is called.</summary>
    internal Task Ask(string message) => Ask(Encoding.UTF8.GetBytes(message), TextFrame);

    protected Task AskBinary(byte[] message) => Ask(message, BinaryFrame);

    internal Task Send(string message) => SendFrame(TextFrame, Encoding.UTF8.GetBytes(message));

    protected Task SendBinary(byte[] message) => SendFrame(BinaryFrame, message);

    protected void Answered() => _answer?.TrySetResult();

    protected void Refused(string why) => _answer?.TrySetException(new InvalidOperationException(why));

    private async Task Ask(byte[] message, int opcode)
    {
        var answer = _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Fault is { } fault)
            throw new InvalidOperationException("The connection is gone.", fault);
        await SendFrame(opcode, message);
        await answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task SendFrame(int opcode, byte[] payload)
    {
        // The mask is zero: allowed, and it saves the work.
        var header = payload.Length < 126 ? 2 : 4;
        var frame = new byte[header + 4 + payload.Length];
        frame[0] = (byte)(Final | opcode);
        frame[1] = (byte)(0x80 | (payload.Length < 126 ? payload.Length : 126));
        if (header == 4)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        payload.CopyTo(frame, header + 4);
        await _socket.SendAsync(frame, SocketFlags.None);
    }

    private async Task ReadAll()
    {
        try
        {
            while (true)
            {
                while (TryFrame(out var first, out var start, out var length))
                {
                    if ((first & 15) == PingFrame)
                        await SendFrame(PongFrame, _buffer.AsSpan(start, length).ToArray());
                    else
                        TakeFrame(first, _buffer.AsSpan(start, length));
                    Consume(start + length);
                }

                await Fill();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException or IOException or FormatException)
        {
            Fault = e;
            _answer?.TrySetException(e);
        }
    }

    private void TakeFrame(int first, ReadOnlySpan<byte> payload)
    {
        var opcode = first & 15;
        if (opcode == CloseFrame)
            throw new InvalidOperationException("The server closed the socket: " + Encoding.UTF8.GetString(payload));
        if (opcode == PongFrame)
            return;
        if ((first & Final) != 0 && opcode != Continuation)
        {
            Take(payload);
            return;
        }

        (_parts ??= new MemoryStream()).Write(payload);
        if ((first & Final) == 0)
            return;
        Take(_parts.GetBuffer().AsSpan(0, (int)_parts.Length));
        _parts = null;
    }

    private bool TryFrame(out int first, out int start, out int length)
    {
        (first, start, length) = (0, 0, 0);
        if (_filled < 2)
            return false;
        first = _buffer[0];
        length = _buffer[1] & 127;
        start = 2;
        if (length == 126)
        {
            if (_filled < 4)
                return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(2));
            start = 4;
        }
        else if (length == 127)
        {
            if (_filled < 10)
                return false;
            length = checked((int)BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(2)));
            start = 10;
        }

        return _filled >= start + length;
    }

    private async Task Fill()
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None);
        if (read == 0)
            throw new IOException("The server closed the connection.");
        _filled += read;
    }

    private void Consume(int bytes)
    {
        _buffer.AsSpan(bytes, _filled - bytes).CopyTo(_buffer);
        _filled -= bytes;
    }
}
