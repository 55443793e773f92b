namespace Zhar.Benchmarks.Live.Clients;

/// <summary>No page, only the connection: a click is an echo of as many bytes as the event of a live page.</summary>
internal sealed class BarePage(HttpClient http, int port, string path) : PageSocket(http, port, path)
{
    private const string Event = """["4","12","lv:phx-0123456789abcdef","event",{"type":"click","event":"increment","value":{"value":""}}]""";

    internal override async Task Open()
    {
        await Connect("/ws", "");
        await Ask("join");
    }

    internal override Task Click() => Ask(Event);

    protected override void Take(ReadOnlySpan<byte> message) => Answered();
}
