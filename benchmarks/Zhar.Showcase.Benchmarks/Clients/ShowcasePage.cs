using Zhar.Benchmarks.Live.Clients;

namespace Zhar.Benchmarks.Showcase.Clients;

/// <summary>A browser with one live page of the showcase.</summary>
internal sealed class ShowcasePage(HttpClient http, int port, string path) : LivePage(http, port, path)
{
    private int _pushed;

    /// <summary>How many messages the server has sent by itself: what others did, as this page shows it.</summary>
    internal int Pushed => Volatile.Read(ref _pushed);

    internal override Task Click() => Click("increment");

    /// <summary>Presses a button, and waits for the answer.</summary>
    internal Task Click(string name) => Push($$$"""{"type":"click","event":"{{{name}}}","value":{"value":""}}""");

    /// <summary>Submits a form with one field, and waits for the answer.</summary>
    internal Task Submit(string name, string field, string value) =>
        Push($$"""{"type":"form","event":"{{name}}","value":"{{Uri.EscapeDataString(field)}}={{Uri.EscapeDataString(value)}}"}""");

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (IsReply(message))
            Answered();
        else if (message.IndexOf("\"phx_error\""u8) >= 0 || message.IndexOf("\"phx_close\""u8) >= 0)
            throw new InvalidOperationException("The page was ended: " + System.Text.Encoding.UTF8.GetString(message));
        else
            Interlocked.Increment(ref _pushed);
    }
}
