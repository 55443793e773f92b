using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zhar;

/// <summary>Lets the owner of the program run commands inside it, over a socket in the file system that nobody else may open.</summary>
/// <remarks>
/// A request is a frame with the words of the command, each ended by a zero. The answer is frames of output, then one with the exit code; each frame is a
/// kind, the length in four bytes (big-endian), and so many bytes. The door for a remote shell.
/// </remarks>
internal sealed partial class ControlSocket(string path, HostCommands commands, IServiceProvider services, ILogger logger) : BackgroundService
{
    internal const string Variable = "ZHAR_CONTROL";

    /// <summary>The longest request.</summary>
    private const int MaxRequestBytes = 64 * 1024;

    /// <summary>How long a caller may take to say what it wants.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    private Socket? _listener;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        File.Delete(path);
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen(8);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _listener?.Dispose();
        File.Delete(path);
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var caller = await _listener!.AcceptAsync(stoppingToken).ConfigureAwait(false); // StartAsync has set it
                _ = Task.Run(() => Serve(caller, stoppingToken), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                LogBroken(logger, e.Message);
            }
        }
    }

    /// <summary>The caller's side: sends the words, shows the output, and returns the exit code.</summary>
    internal static async Task<int> Call(string path, IReadOnlyList<string> words)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await Console.Error.WriteLineAsync($"The program does not run, or not with this control socket: {path}. Start it first.").ConfigureAwait(false);
            return 1;
        }

        await using var stream = new NetworkStream(socket);
        await WriteFrame(stream, 'c', Encoding.UTF8.GetBytes(string.Concat(words.Select(static w => w + "\0")))).ConfigureAwait(false);
        while (true)
        {
            var (kind, bytes) = await ReadFrame(stream, int.MaxValue, CancellationToken.None).ConfigureAwait(false);
            switch (kind)
            {
                case 'o':
                    await Console.Out.WriteAsync(Encoding.UTF8.GetString(bytes)).ConfigureAwait(false);
                    break;
                case 'e':
                    await Console.Error.WriteAsync(Encoding.UTF8.GetString(bytes)).ConfigureAwait(false);
                    break;
                case 'x':
                    return bytes[0];
                default:
                    await Console.Error.WriteLineAsync("The program has ended before the command was done.").ConfigureAwait(false);
                    return 1;
            }
        }
    }

    private async Task Serve(Socket caller, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(caller, ownsSocket: true);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            patience.CancelAfter(RequestTimeout);
            var (kind, bytes) = await ReadFrame(stream, MaxRequestBytes, patience.Token).ConfigureAwait(false);
            if (kind != 'c')
                return;
            var words = Encoding.UTF8.GetString(bytes).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            await using var output = new FrameTextWriter(stream, 'o');
            await using var error = new FrameTextWriter(stream, 'e');
            if (words is ["ping"])
            {
                await WriteFrame(stream, 'o', "pong\n"u8.ToArray()).ConfigureAwait(false);
                await WriteFrame(stream, 'x', [0]).ConfigureAwait(false);
                return;
            }

            var (command, problem) = words is [var name, ..] ? HostCommandRunner.Choose(commands, name) : (null, $"Which command? There are:\n\n{commands.Help()}");
            var code = 1;
            if (command is null)
                await error.WriteLineAsync(problem).ConfigureAwait(false);
            else
                code = await HostCommandRunner.Run(command, new HostCommandContext(services, words[1..], output, stopping), error).ConfigureAwait(false);
            await output.FlushAsync(stopping).ConfigureAwait(false);
            await error.FlushAsync(stopping).ConfigureAwait(false);
            await WriteFrame(stream, 'x', [(byte)code]).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            LogBroken(logger, e.Message);
        }
    }

    private static async Task WriteFrame(Stream stream, char kind, byte[] bytes)
    {
        var head = new byte[5];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), bytes.Length);
        await stream.WriteAsync(head).ConfigureAwait(false);
        await stream.WriteAsync(bytes).ConfigureAwait(false);
    }

    /// <summary>The next frame; the kind is zero when the other side has closed, or has sent more than is allowed.</summary>
    private static async Task<(char Kind, byte[] Bytes)> ReadFrame(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        if (await stream.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < 5)
            return ('\0', []);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (length < 0 || length > maxBytes)
            return ('\0', []);
        var bytes = new byte[length];
        return await stream.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == length ? ((char)head[0], bytes) : ('\0', []);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A command from outside was cut off: {Reason}")]
    private static partial void LogBroken(ILogger logger, string reason);

    /// <summary>Text that goes out as frames, a line or a flush at a time.</summary>
    private sealed class FrameTextWriter(Stream stream, char kind) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            var text = GetStringBuilder();
            if (text.Length == 0)
                return;
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            text.Clear();
            await WriteFrame(stream, kind, bytes).ConfigureAwait(false);
        }

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value).ConfigureAwait(false);
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
