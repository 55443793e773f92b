using System.Net.Sockets;
using System.Text.Json;

namespace Zhar.Reload;

/// <summary>The connection between the command line and its program, a socket in a folder that only the user may enter. Both sides write lines of JSON.</summary>
internal sealed class ReloadLink(Socket socket) : IAsyncDisposable
{
    /// <summary>The variable with the path of the socket.</summary>
    internal const string Variable = "ZHAR_RELOAD";

    /// <summary>The longest line: errors with their source.</summary>
    private const int MaxLineBytes = 4 * 1024 * 1024;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly SemaphoreSlim _turn = new(1);
    private byte[] _buffer = new byte[4096];
    private int _used;

    internal static async Task<ReloadLink> Connect(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new ReloadLink(socket);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message. The other side may have gone: whoever reads finds out.</summary>
    internal async Task Send(ReloadMessage message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, ReloadJson.Default.ReloadMessage), (byte)'\n'];
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(line).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next message, or <c>null</c> when the other side has gone or writes what is no message.</summary>
    internal async Task<ReloadMessage?> Receive(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var end = Array.IndexOf(_buffer, (byte)'\n', 0, _used);
                if (end >= 0)
                {
                    var message = JsonSerializer.Deserialize(_buffer.AsSpan(0, end), ReloadJson.Default.ReloadMessage);
                    _used -= end + 1;
                    Array.Copy(_buffer, end + 1, _buffer, 0, _used);
                    return message;
                }

                if (_used == MaxLineBytes)
                    return null;
                if (_used == _buffer.Length)
                    Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxLineBytes));
                var read = await _stream.ReadAsync(_buffer.AsMemory(_used), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return null;
                _used += read;
            }
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }
}
