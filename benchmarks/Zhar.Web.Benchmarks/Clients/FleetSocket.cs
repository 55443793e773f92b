using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>A WebSocket that weighs little, so that one process holds ten thousand of them: it reads frames, counts broadcasts and checks their order.</summary>
internal sealed class FleetSocket(Dialect dialect) : IDisposable
{
    private const int TextFrame = 1;
    private const int CloseFrame = 8;
    private const int PingFrame = 9;
    private const int PongFrame = 10;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[512];
    private int _filled;
    private TaskCompletionSource? _answer;

    /// <summary>The number of the last broadcast.</summary>
    internal int Last { get; private set; }

    /// <summary>Broadcasts that came out of order or twice.</summary>
    internal int Disorder { get; private set; }

    internal Action? OnBroadcast { get; set; }

    internal Exception? Fault { get; private set; }

    internal async Task Open(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {dialect.Path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"), SocketFlags.None);
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            await Fill();
        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 101 "u8))
            throw new InvalidOperationException("No upgrade: " + Encoding.UTF8.GetString(_buffer.AsSpan(0, Math.Min(_filled, 200))));
        Consume(end + 4);
        _ = ReadAll();
        foreach (var message in dialect.Join)
            await Ask(message);
    }

    /// <summary>Sends and waits for the answer.</summary>
    internal async Task Ask(string message)
    {
        _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send(message);
        await _answer.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    internal async Task Send(string message) => await SendFrame(TextFrame, Encoding.UTF8.GetBytes(message));

    public void Dispose() => _socket.Dispose();

    private async Task SendFrame(int opcode, byte[] payload)
    {
        // The mask is zero: allowed, and it saves the work.
        var header = payload.Length < 126 ? 2 : 4;
        var frame = new byte[header + 4 + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        frame[1] = (byte)(0x80 | (payload.Length < 126 ? payload.Length : 126));
        if (header == 4)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(frame, header + 4);
        await _socket.SendAsync(frame, SocketFlags.None);
    }

    private async Task ReadAll()
    {
        try
        {
            while (true)
            {
                while (TryFrame(out var opcode, out var start, out var length))
                {
                    if (opcode == CloseFrame)
                        throw new InvalidOperationException("The server closed the socket: " + Encoding.UTF8.GetString(_buffer, start, length));
                    if (opcode == PingFrame)
                        await SendFrame(PongFrame, _buffer.AsSpan(start, length).ToArray());
                    else if (opcode != PongFrame)
                        Take(_buffer.AsSpan(start, length));
                    Consume(start + length);
                }

                await Fill();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            Fault = e;
            _answer?.TrySetException(e);
        }
    }

    private void Take(ReadOnlySpan<byte> messages)
    {
        // SignalR may put several messages into one frame, each with its end mark.
        while (!messages.IsEmpty)
        {
            var mark = messages.IndexOf((byte)0x1e);
            var message = mark < 0 ? messages : messages[..mark];
            messages = mark < 0 ? default : messages[(mark + 1)..];
            if (dialect.Broadcast(message) is { } number)
            {
                if (number != Last + 1)
                    Disorder++;
                Last = number;
                OnBroadcast?.Invoke();
            }
            else if (dialect.IsAnswer(message))
            {
                _answer?.TrySetResult();
            }
        }
    }

    private bool TryFrame(out int opcode, out int start, out int length)
    {
        (opcode, start, length) = (0, 0, 0);
        if (_filled < 2)
            return false;
        opcode = _buffer[0] & 15;
        length = _buffer[1] & 127;
        start = 2;
        if (length == 126)
        {
            if (_filled < 4)
                return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(2));
            start = 4;
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
