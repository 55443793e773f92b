using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>A live page: the protocol of LiveView's own client.</summary>
internal sealed partial class ZharPage(HttpClient http, int port, string path) : PageSocket(http, port, path)
{
    private readonly string _click = path switch
    {
        "/table" => """{"type":"click","event":"bump","value":{"id":"50","value":""}}""",
        _ => """{"type":"click","event":"increment","value":{"value":""}}""",
    };

    private string _topic = "";
    private int _ref = 4;

    internal Action? OnShown { get; init; }

    internal override async Task Open()
    {
        var (html, cookie) = await Get();
        var token = Uri.EscapeDataString(Find(CsrfToken(), html));
        await Connect($"/live/websocket?_csrf_token={token}&_mounts=0&_mount_attempts=0&_live_referer=undefined&vsn=2.0.0", cookie);
        _topic = "lv:" + Find(Id(), html);
        await Ask($$$"""
            ["4","4","{{{_topic}}}","phx_join",{"url":"{{{Url}}}","params":{"_csrf_token":"{{{token}}}","_mounts":0,"_mount_attempts":0},"session":"{{{Find(SessionToken(), html)}}}","static":"{{{Find(StaticToken(), html)}}}"}]
            """);
    }

    internal override Task Click() => Push(_click);

    internal Task Say(int number) => Push($$$"""{"type":"click","event":"say","value":{"number":"{{{number.ToString(CultureInfo.InvariantCulture)}}}","value":""}}""");

    protected override void Take(ReadOnlySpan<byte> message)
    {
        FrameBytes = message.Length;
        if (message.IndexOf("\"phx_reply\""u8) >= 0)
        {
            if (message.IndexOf("\"status\":\"ok\""u8) < 0)
                Refused("Refused: " + System.Text.Encoding.UTF8.GetString(message));
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

    private Task Push(string payload) => Ask($"""["4","{(++_ref).ToString(CultureInfo.InvariantCulture)}","{_topic}","event",{payload}]""");

    private static int ValueLength(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Skip();
        return (int)reader.BytesConsumed;
    }

    private static string Find(Regex pattern, string html) => pattern.Match(html) is { Success: true } found
        ? WebUtility.HtmlDecode(found.Groups[1].Value)
        : throw new InvalidOperationException($"The page has nothing like {pattern}: {html}");

    [GeneratedRegex("name=\"csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex CsrfToken();

    [GeneratedRegex("id=\"(phx-[0-9a-f]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("data-phx-session=\"([^\"]+)\"")]
    private static partial Regex SessionToken();

    [GeneratedRegex("data-phx-static=\"([^\"]+)\"")]
    private static partial Regex StaticToken();
}
