using Zhar.Benchmarks.Web.Clients;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>A browser with one page, which weighs little: it asks for the page, opens its WebSocket, and knows as much of the protocol as a click takes.</summary>
internal abstract class PageSocket(HttpClient http, int port, string path) : ClientSocket
{
    /// <summary>The bytes of the last change, and of all that was sent for it.</summary>
    internal int DiffBytes { get; private protected set; }

    internal int FrameBytes { get; private protected set; }

    /// <summary>The number of the last broadcast that is shown.</summary>
    internal int Shown { get; private protected set; }

    protected string Url => $"http://localhost:{port}{path}";

    internal abstract Task Open();

    /// <summary>Clicks, and waits for what has changed.</summary>
    internal abstract Task Click();

    protected async Task<(string Html, string Cookie)> Get()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        request.Headers.Host = $"localhost:{port}";
        request.Headers.Add("Accept", "text/html");
        using var answer = await http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}: {html[..Math.Min(html.Length, 200)]}");
        return (html, answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join("; ", cookies.Select(static c => c.Split(';')[0])) : "");
    }

    protected Task Connect(string target, string cookie) => Connect(port, target, cookie);
}
