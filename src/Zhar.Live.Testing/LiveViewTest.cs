using System.Net;
using System.Text.Json.Nodes;
using Zhar.Testing;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Live.Testing;

/// <summary>Drives live pages in the test's process, without a browser: the request of the page, the join, then clicks, forms and keys.</summary>
/// <remarks>
/// A page behaves as the official client does: it takes the server's diffs, keeps the items of streams, sends the events that its elements bind to, and only those. Waits end
/// when what they wait for is there, and fail after 5 s. An id that two elements have fails the test. Source: Phoenix.LiveViewTest.
/// </remarks>
/// <example>
/// <code>
/// await using var app = await ConnTest.Start&lt;Application, MyEndpoint&gt;();
///
/// var page = await app.Conn().Live("/users");
/// await page.Form("#new-user", ("user[name]", "Ada")).Submit();
/// await page.Element("button", "Delete Ada").Click();
///
/// Assert.False(page.Has("li", "Ada"));
/// </code>
/// </example>
public static class LiveViewTest
{
    private const string MainSelector = "[data-phx-main]";

    extension(TestConn conn)
    {
        /// <summary>Asks for a page and connects to it.</summary>
        /// <param name="path">Path and query.</param>
        /// <param name="connectParams">What the page's script would give to its LiveSocket.</param>
        /// <exception cref="ExpectationException">The answer is no live page, or the view refuses the join. Ask with <c>Get</c> and assert on the answer, or use <c>TryLive</c>.</exception>
        public async Task<LiveTestView> Live(string path, Params? connectParams = null)
        {
            var (view, navigation) = await conn.TryLive(path, connectParams).ConfigureAwait(false);
            return view ?? throw new ExpectationException($"The page {path} goes elsewhere: {navigation}. Assert on it with TryLive, or on the answer of Get.");
        }

        /// <summary>Asks for a page and connects to it, or tells where it sends the browser instead.</summary>
        /// <exception cref="ExpectationException">The answer is neither a live page nor a redirect.</exception>
        public async Task<(LiveTestView? View, LiveTestNavigation? Navigation)> TryLive(string path, Params? connectParams = null)
        {
            var answer = await conn.Get(path).ConfigureAwait(false);
            if (answer.Status is (int)HttpStatusCode.Found or (int)HttpStatusCode.SeeOther)
                return (null, new LiveTestNavigation("redirect", answer.Header("location") ?? "", false, null));
            return await answer.TryConnect(connectParams).ConfigureAwait(false);
        }

        /// <summary>Connects to the page that was answered last.</summary>
        /// <exception cref="ExpectationException">It is no live page, or the view refuses the join.</exception>
        public async Task<(LiveTestView? View, LiveTestNavigation? Navigation)> TryConnect(Params? connectParams = null)
        {
            var html = conn.HtmlResponse(conn.Status);
            var page = PagePatch.Parse(html);
            var main = page.QuerySelector(MainSelector) ?? throw new ExpectationException($"The answer ({conn.Status}) has no live view: no element with data-phx-main.{Environment.NewLine}{html}");
            var connection = await PageConnection.Open(conn.Conn, connectParams ?? Params.Empty).ConfigureAwait(false);
            var view = new LiveTestView(connection, conn, main, null) { DeadHtml = main.InnerHtml, DeadPage = page, Uri = new Uri(conn.Conn.CurrentUrl) };
            return await view.Join(false).ConfigureAwait(false) is { } navigation ? (null, navigation) : (view, null);
        }
    }

    internal static JsonObject ToJson(Params values)
    {
        var json = new JsonObject();
        foreach (var key in values.Keys)
            json[key] = ToNode(values.Raw(key));
        return json;
    }

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        Params nested => ToJson(nested),
        ParamList list => new JsonArray([.. list.Select(ToNode)]),
        bool truth => truth,
        int number => number,
        long number => number,
        double number => number,
        decimal number => number,
        _ => Params.Text(value),
    };
}
