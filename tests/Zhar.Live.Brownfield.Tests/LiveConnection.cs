using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhar.Live.Brownfield.Tests;

/// <summary>The connection of one live view, in the protocol of the official client.</summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly string _topic;
    private int _reference = 1;

    private LiveConnection(ClientWebSocket socket, string id)
    {
        _socket = socket;
        _topic = "lv:" + id;
    }

    /// <summary>All that the server has said so far, as JSON.</summary>
    private string Transcript { get; set; } = "";

    internal static async Task<LiveConnection> Join(ClientWebSocket socket, string id, string session, string statics)
    {
        var connection = new LiveConnection(socket, id);
        var answer = await connection.Ask("phx_join", new JsonObject { ["session"] = session, ["static"] = statics, ["params"] = new JsonObject() });
        Assert.Contains("rendered", answer, StringComparison.Ordinal);
        return connection;
    }

    /// <summary>Clicks, and gives the answer.</summary>
    internal Task<string> Click(string eventName, params (string Key, string Value)[] values) =>
        Ask("event", new JsonObject { ["type"] = "click", ["event"] = eventName, ["value"] = new JsonObject(values.Select(static v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))) });

    /// <summary>Waits until the server has said a text, now or earlier.</summary>
    internal async Task Hears(string text)
    {
        using var deadline = new CancellationTokenSource(RunningSite.Deadline);
        while (!Transcript.Contains(text, StringComparison.Ordinal))
            await Receive(deadline.Token);
    }

    /// <summary>Forgets what it has said, so that only what comes counts.</summary>
    internal void Forget() => Transcript = "";

    public void Dispose() => _socket.Dispose();

    private async Task<string> Ask(string name, JsonObject payload)
    {
        var reference = (_reference++).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var message = new JsonArray("1", reference, _topic, name, payload);
        using var deadline = new CancellationTokenSource(RunningSite.Deadline);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        while (true)
        {
            var answer = await Receive(deadline.Token);
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement[1].ValueKind == JsonValueKind.String && json.RootElement[1].GetString() == reference)
                return answer;
        }
    }

    private async Task<string> Receive(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            length += part.Count;
            if (!part.EndOfMessage)
                continue;
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            Transcript += text + "\n";
            return text;
        }
    }
}
