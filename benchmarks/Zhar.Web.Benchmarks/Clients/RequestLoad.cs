using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Zhar.Benchmarks.Web.Clients;

/// <summary>Sends one request over and over on several connections, the next one when the answer to the last is complete.</summary>
internal static class RequestLoad
{
    internal sealed record Outcome(long Requests, TimeSpan Time, double MedianMicroseconds, double WorstPercentMicroseconds, long Bytes);

    internal static async Task<Outcome> Run(int port, string path, int connections, TimeSpan time, string? cookie)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: {(path.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "text/html")}\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n");
        using var end = new CancellationTokenSource();
        var lines = Enumerable.Range(0, connections).Select(_ => new Line(port, request)).ToArray();
        var start = Stopwatch.GetTimestamp();
        var deadline = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(lines.Select(line => Task.Run(() => line.Run(deadline))));
        var took = Stopwatch.GetElapsedTime(start);
        var times = lines.SelectMany(static line => line.Times).Order().ToArray();
        return new Outcome(times.Length, took, Microseconds(times, 0.5), Microseconds(times, 0.99), lines[0].Bytes);
    }

    private static double Microseconds(long[] sorted, double p) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * p))] * 1e6 / Stopwatch.Frequency;

    private sealed class Line(int port, byte[] request)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        internal List<long> Times { get; } = new(20_000);

        /// <summary>The bytes of one answer.</summary>
        internal long Bytes { get; private set; }

        internal async Task Run(long deadline)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            while (true)
            {
                var sent = Stopwatch.GetTimestamp();
                if (sent >= deadline)
                    return;
                await socket.SendAsync(request, SocketFlags.None);
                var filled = 0;
                int? length = null;
                while (length is null || filled < length)
                {
                    if (filled == _buffer.Length)
                        throw new InvalidOperationException("An answer has more than 64 kB.");
                    var read = await socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None);
                    if (read == 0)
                        throw new InvalidOperationException("The server closed the connection.");
                    filled += read;
                    length ??= Length(_buffer.AsSpan(0, filled));
                }

                Bytes = filled;
                Times.Add(Stopwatch.GetTimestamp() - sent);
            }
        }

        /// <summary>The length of the whole answer; null when that is not known yet.</summary>
        private static int? Length(ReadOnlySpan<byte> answer)
        {
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return null;
            if (!answer.StartsWith("HTTP/1.1 200 "u8))
                throw new InvalidOperationException("The server answered: " + Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 200)]));
            var head = answer[..end];
            var at = head.IndexOf("Content-Length: "u8);
            if (at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _))
                return end + 4 + length;
            return answer.EndsWith("\r\n0\r\n\r\n"u8) ? answer.Length : null; // chunked
        }
    }
}
