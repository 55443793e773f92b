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
            var given = connectParams ?? Params.Empty;
            if (page.QuerySelector("meta[name='csrf-token']")?.GetAttribute("content") is { } token && !given.Contains("_csrf_token"))
                given = given.With("_csrf_token", token); // as the page's script does
            var connection = await PageConnection.Open(conn.Conn, given).ConfigureAwait(false);
            var view = new LiveTestView(connection, conn, main, null) { DeadHtml = main.InnerHtml, DeadPage = page, Uri = new Uri(conn.Conn.CurrentUrl) };
            return await view.Join(false).ConfigureAwait(false) is { } navigation ? (null, navigation) : (view, null);
        }
    }

    extension(TestConn conn)
    {
        /// <summary>Connects a view without a route and without a page around it, as one that stands inside another is. Its first HTML is not made. Source: live_isolated/3.</summary>
        /// <param name="session">Values for its <c>Mount</c>, beside the session of the last request, if there was one.</param>
        /// <param name="connectParams">What the page's script would give to its LiveSocket.</param>
        /// <exception cref="ExpectationException">The view refuses the join, or goes elsewhere.</exception>
        public async Task<LiveTestView> LiveIsolated<TView>(IReadOnlyList<(string Key, string Value)>? session = null, Params? connectParams = null)
            where TView : ILiveView
        {
            // Any request will do: it leads to the socket of the endpoint.
            var asked = conn.HasAnswer ? conn : await conn.Get("/live-isolated").ConfigureAwait(false);
            var host = LiveHost.Of(asked.Conn);
            host.AddNested(TView.Definition);
            var id = "isolated-" + Guid.NewGuid().ToString("N");
            var values = session?.ToDictionary(static v => v.Key, static v => v.Value, StringComparer.Ordinal);
            var token = LiveTokens.Sign(host, new SessionToken(id, TView.Definition.Name, null, null, id, values));
            var container = PagePatch.Parse($"<div id=\"{id}\" data-phx-session=\"{token}\" data-phx-static=\"\"></div>").GetElementById(id)!; // just written
            var connection = await PageConnection.Open(asked.Conn, connectParams ?? Params.Empty).ConfigureAwait(false);
            var view = new LiveTestView(connection, asked, container, null) { Uri = new Uri(asked.Conn.CurrentUrl) };
            return await view.Join(false).ConfigureAwait(false) is { } navigation ? throw new ExpectationException($"The view goes elsewhere: {navigation}.") : view;
        }
    }

    extension(ConnTest app)
    {
        /// <summary>The first HTML of a stateful component, with those in it. Source: render_component/3.</summary>
        /// <param name="props">What it is given.</param>
        /// <param name="id">Its id.</param>
        public Task<string> RenderComponent<TComponent, TProps>(TProps props, string id = "component")
            where TComponent : ILiveComponent<TProps> => app.RenderComponent(() => TComponent.Definition.Place(id, props));

        /// <summary>As above, for a component without props.</summary>
        /// <param name="id">Its id.</param>
        public Task<string> RenderComponent<TComponent>(string id = "component")
            where TComponent : ILiveComponent<NoProps> => app.RenderComponent(() => TComponent.Definition.Place(id, default));

        /// <summary>What a function component draws, with the stateful components in it, in a process of the application's node. Source: render_component/2, rendered_to_string/1.</summary>
        /// <param name="component">Draws it: <c>() => Badge.Show("new")</c>.</param>
        public Task<string> RenderComponent(Func<Html> component)
        {
            ArgumentNullException.ThrowIfNull(component);
            var host = LiveHost.Detached(app.Services, app.Endpoint);
            return app.Node.Run(async _ =>
            {
                var socket = new LiveSocket(host, Alone, "rendered");
                var html = component();
                if (ComponentPlaces.Has(html.Node))
                    await socket.OpenComponents().MakeAll(html.Node).ConfigureAwait(true);
                return html.ToString();
            });
        }
    }

    /// <summary>Stands for the view around a component that is rendered alone.</summary>
    private static LiveDefinition Alone { get; } = new(typeof(LiveViewTest), static _ => throw new System.Diagnostics.UnreachableException("A component that is rendered alone has no view to start."));

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
