using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>The floor: Kestrel's WebSockets and a loop. A broadcast is one buffer that is written to every socket.</summary>
internal static class BareServer
{
    private static readonly ConcurrentDictionary<Member, bool> Room = new();

    internal static Task Run()
    {
        var app = BenchServer.Builder().Build();
        app.UseWebSockets();
        app.Map("/ws", static async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var member = new Member(socket);
            Room.TryAdd(member, true);
            try
            {
                await member.Listen();
            }
            finally
            {
                Room.TryRemove(member, out _);
            }
        });
        return BenchServer.Run(app);
    }

    private sealed class Member(WebSocket socket)
    {
        private readonly SemaphoreSlim _turn = new(1);

        internal async Task Listen()
        {
            var buffer = new byte[512];
            try
            {
                while (true)
                {
                    // Nothing is held while nothing comes.
                    await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                    var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (result.MessageType == WebSocketMessageType.Close)
                        return;
                    ReadOnlyMemory<byte> message = buffer.AsMemory(0, result.Count).ToArray();
                    if (message.Span.IndexOf("hello room"u8) < 0)
                        await Send(message);
                    else
                        Shout(message);
                }
            }
            catch (WebSocketException)
            {
                // It went away.
            }
        }

        private static void Shout(ReadOnlyMemory<byte> message)
        {
            foreach (var (member, _) in Room)
                _ = member.Send(message);
        }

        private async Task Send(ReadOnlyMemory<byte> message)
        {
            await _turn.WaitAsync();
            try
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // It went away.
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
