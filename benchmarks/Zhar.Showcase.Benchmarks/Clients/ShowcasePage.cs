using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Zhar.Benchmarks.Live.Clients;

namespace Zhar.Benchmarks.Showcase.Clients;

/// <summary>A browser with one live page of the showcase, in the protocol of LiveView's own client.</summary>
internal sealed partial class ShowcasePage(HttpClient http, int port, string path) : PageSocket(http, port, path)
{
    private string _topic = "";
    private int _ref = 4;
    private int _pushed;

    /// <summary>How many messages the server has sent by itself: what others did, as this page shows it.</summary>
    internal int Pushed => Volatile.Read(ref _pushed);

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

    internal override Task Click() => Click("increment");

    /// <summary>Presses a button, and waits for the answer.</summary>
    internal Task Click(string name) => Push($$$"""{"type":"click","event":"{{{name}}}","value":{"value":""}}""");

    /// <summary>Submits a form with one field, and waits for the answer.</summary>
    internal Task Submit(string name, string field, string value) =>
        Push($$"""{"type":"form","event":"{{name}}","value":"{{Uri.EscapeDataString(field)}}={{Uri.EscapeDataString(value)}}"}""");

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"phx_reply\""u8) >= 0)
        {
            if (message.IndexOf("\"status\":\"ok\""u8) < 0)
                Refused("Refused: " + System.Text.Encoding.UTF8.GetString(message));
            Answered();
        }
        else if (message.IndexOf("\"phx_error\""u8) >= 0 || message.IndexOf("\"phx_close\""u8) >= 0)
            throw new InvalidOperationException("The page was ended: " + System.Text.Encoding.UTF8.GetString(message));
        else
            Interlocked.Increment(ref _pushed);
    }

    private Task Push(string payload) => Ask($"""["4","{(++_ref).ToString(CultureInfo.InvariantCulture)}","{_topic}","event",{payload}]""");

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
