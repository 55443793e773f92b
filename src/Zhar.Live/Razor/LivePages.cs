using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Live views in responses that no Zhar endpoint makes: finds the endpoint that is mounted beside, and borrows its keys and its session for the request.</summary>
internal static class LivePages
{
    internal static async Task<IHtmlContent> Render(Conn conn, LiveDefinition view, string id, IReadOnlyList<(string Key, object? Value)>? session, LiveContainer? container)
    {
        await Enter(conn).ConfigureAwait(false);
        var values = session?.Select(static v => (v.Key, Text(v.Value))).ToArray() ?? [];
        var node = new NestedViewNode(DeadPage.Of(conn), view, id, values, container ?? LiveContainer.Default);
        return new HtmlString(await HtmlPage.Text(conn, new Html(node)).ConfigureAwait(false));
    }

    internal static async Task<IHtmlContent> Scripts(Conn conn, string? hooks, TimeSpan? longPollFallback, string? nonce)
    {
        await Enter(conn).ConfigureAwait(false);
        if (nonce is not null)
            ConnState.Of(conn).CspNonce = nonce;
        return new HtmlString(conn.LiveScripts(hooks, longPollFallback).ToString());
    }

    /// <summary>Where the browser finds the live socket and the files beside it: <c>/zhar/live</c>.</summary>
    internal static string RootOf(Conn conn) => conn.Request.PathBase.ToUriComponent() + conn.Features.Get<LiveLoan>()?.Prefix + LiveHost.Of(conn).Path;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static async ValueTask Enter(Conn conn)
    {
        if (conn.Features.Get<LiveHost>() is not null)
            return;
        var endpoint = Find(conn);
        await endpoint.Lend(conn).ConfigureAwait(false);
        ((LiveHost)endpoint.Live!).Bind(conn); // Find takes only those that have one
        conn.Features.Set(new LiveLoan(endpoint.Options.MountPath ?? ""));

        // The page has a token of the browser that asks for it, so it is for nobody else.
        conn.Features.Get<IOutputCacheFeature>()?.Context.AllowCacheStorage = false;
        if (!conn.Response.HasStarted && !conn.Response.Headers.ContainsKey(HeaderNames.CacheControl))
            conn.Response.Headers.CacheControl = "private, max-age=0, must-revalidate";
    }

    private static EndpointRuntime Find(Conn conn)
    {
        if (ConnState.Of(conn).Endpoint is { } own)
        {
            LiveHost.Of(conn); // says what is missing
            return own;
        }

        var endpoints = conn.RequestServices.GetService<Node>() is { } node ? EndpointRuntime.All(node).Where(static e => e is { Live: not null, Options.MountPath: not null }).ToArray() : [];
        return endpoints switch
        {
            [var one] => one,
            [] => throw new InvalidOperationException("""
                A live view stands in a page that ASP.NET Core makes, and no endpoint that could connect it is mounted and running. Add one to the program:

                    builder.AddZhar<Application>();              // its tree holds MyEndpoint.Child()
                    app.MapZharEndpoint<MyEndpoint>("/zhar");

                and give the endpoint a session and a live socket:

                    p.Session().LiveSocket("/live")
                """),
            _ => throw new InvalidOperationException(
                $"A live view in a page that ASP.NET Core makes is connected by the endpoint that is mounted and has a live socket. There are {endpoints.Length}: {string.Join(", ", endpoints.Select(static e => e.Name))}. Keep one LiveSocket."),
        };
    }
}

/// <summary>Says of a request that it uses an endpoint without being answered by it.</summary>
/// <param name="Prefix">Where the endpoint is mounted, without the last slash.</param>
internal sealed record LiveLoan(string Prefix);
