using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Zhar.Mail.Tests.Smtp;

/// <summary>A mail server for tests, on the loopback interface: it answers by a script and keeps what it was told.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, string?> _answer;
    private readonly Task _accepting;

    /// <param name="answer">What to say to a line, or null for the usual answer; "drop" to break off, "silence" to say nothing more.</param>
    /// <param name="extensions">What the server offers after EHLO.</param>
    internal SmtpServer(Func<string, string?>? answer = null, params string[] extensions)
    {
        _answer = answer ?? (static _ => null);
        Extensions = extensions;
        _listener.Start();
        _accepting = Accept();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal string[] Extensions { get; }

    /// <summary>The commands, of all connections.</summary>
    internal List<string> Lines { get; } = [];

    /// <summary>The messages, as they came.</summary>
    internal List<string> Messages { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await Talk(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or InvalidOperationException)
        {
            // The test is over, or a client broke off.
        }
    }

    private async Task Talk(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (!await Say(stream, _answer("CONNECT") ?? "220 test ESMTP"))
            return;
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            Lines.Add(line);
            var answer = _answer(line) ?? Usual(line);
            if (!await Say(stream, answer))
                return;
            if (line == "DATA" && answer.StartsWith("354", StringComparison.Ordinal))
            {
                var message = new StringBuilder();
                while (await reader.ReadLineAsync(_end.Token) is { } content && content != ".")
                    message.AppendLine(content.StartsWith("..", StringComparison.Ordinal) ? content[1..] : content);
                Messages.Add(message.ToString());
                if (!await Say(stream, _answer("END OF DATA") ?? "250 2.0.0 taken as 42"))
                    return;
            }
            else if (line == "QUIT")
            {
                return;
            }
        }
    }

    private string Usual(string line) => line.Split(' ')[0].ToUpperInvariant() switch
    {
        "EHLO" => string.Join("\r\n", new[] { "test" }.Concat(Extensions).Select((text, i) => (i == Extensions.Length ? "250 " : "250-") + text)),
        "AUTH" => "235 2.7.0 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 2.1.0 good",
    };

    private async Task<bool> Say(NetworkStream stream, string answer)
    {
        if (answer == "silence")
            await Task.Delay(Timeout.Infinite, _end.Token);
        if (answer == "drop")
            return false;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\r\n"), _end.Token);
        return true;
    }
}
