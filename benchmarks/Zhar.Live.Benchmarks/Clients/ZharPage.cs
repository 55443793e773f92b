using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>A live page of the harness, which measures what it is sent.</summary>
internal sealed class ZharPage(HttpClient http, int port, string path) : LivePage(http, port, path)
{
    private readonly string _click = path switch
    {
        "/table" => """{"type":"click","event":"bump","value":{"id":"50","value":""}}""",
        _ => """{"type":"click","event":"increment","value":{"value":""}}""",
    };

    internal Action? OnShown { get; init; }

    internal override Task Click() => Push(_click);

    internal Task Say(int number) => Push($$$"""{"type":"click","event":"say","value":{"number":"{{{number.ToString(CultureInfo.InvariantCulture)}}}","value":""}}""");

    protected override void Take(ReadOnlySpan<byte> message)
    {
        FrameBytes = message.Length;
        if (IsReply(message))
        {
            var at = message.IndexOf("\"diff\":"u8);
            if (at >= 0)
                DiffBytes = ValueLength(message[(at + 7)..]);
            Answered();
            return;
        }

        // A broadcast: ["4",null,"lv:…","diff",{"0":"17"}].
        var diff = message.IndexOf("{\"0\":\""u8);
        if (diff < 0 || !Utf8Parser.TryParse(message[(diff + 6)..], out int number, out _))
            throw new InvalidOperationException("Unexpected: " + System.Text.Encoding.UTF8.GetString(message));
        if (number != Shown + 1)
            Disorder++;
        Shown = number;
        OnShown?.Invoke();
    }

    private static int ValueLength(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Skip();
        return (int)reader.BytesConsumed;
    }
}
