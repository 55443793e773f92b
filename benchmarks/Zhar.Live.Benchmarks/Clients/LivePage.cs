using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>A page that speaks the protocol of LiveView's own client: it joins, and sends events.</summary>
internal abstract partial class LivePage(HttpClient http, int port, string path) : PageSocket(http, port, path)
{
    private string _topic = "";
    private int _ref = 4;

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

    /// <summary>Sends an event, and waits for the answer.</summary>
    protected Task Push(string payload) => Ask($"""["4","{(++_ref).ToString(CultureInfo.InvariantCulture)}","{_topic}","event",{payload}]""");

    /// <summary>Whether this is the answer to an event; one that is not "ok" ends the page.</summary>
    protected bool IsReply(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"phx_reply\""u8) < 0)
            return false;
        if (message.IndexOf("\"status\":\"ok\""u8) < 0)
            Refused("Refused: " + System.Text.Encoding.UTF8.GetString(message));
        return true;
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
