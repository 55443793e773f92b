using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Writes markup as the body of a response.</summary>
internal static class HtmlPage
{
    internal static Task Write(HttpContext conn, Html html, int? status, bool withLayouts, string contentType = "text/html; charset=utf-8")
    {
        if (withLayouts)
        {
            if (conn.InnerLayout is { } inner)
                html = inner(conn, html);
            if (conn.RootLayout is { } root)
                html = root(conn, html);
        }

        // A template that fails half way has written nothing of the response yet, so that an error page can take its place.
        using var buffer = new HtmlBuffer();
        html.WriteTo(buffer);
        return conn.Features.Get<IPageParts>() is { IsPending: true } parts
            ? WriteWithParts(conn, html, parts, status, contentType)
            : ResponseBody.Write(conn, buffer.Written, contentType, status);
    }

    /// <summary>Markup as text, with all parts that take time, for a page that somebody else writes.</summary>
    internal static async Task<string> Text(HttpContext conn, Html html)
    {
        using var buffer = new HtmlBuffer();
        html.WriteTo(buffer);
        while (conn.Features.Get<IPageParts>() is { IsPending: true } parts)
        {
            await parts.Make().ConfigureAwait(false);
            buffer.Clear();
            html.WriteTo(buffer);
        }

        return buffer.ToString();
    }

    /// <summary>Parts are met while the page is written, so it is written again until all are made.</summary>
    private static async Task WriteWithParts(HttpContext conn, Html html, IPageParts parts, int? status, string contentType)
    {
        using var buffer = new HtmlBuffer();
        while (parts.IsPending)
        {
            await parts.Make().ConfigureAwait(false);
            buffer.Clear();
            html.WriteTo(buffer);
        }

        await ResponseBody.Write(conn, buffer.Written, contentType, status).ConfigureAwait(false);
    }
}

/// <summary>What a page holds that takes time to make, such as live views: a feature of the request.</summary>
internal interface IPageParts
{
    /// <summary>Whether the page that was just written has met some that are not made yet.</summary>
    bool IsPending { get; }

    /// <summary>Makes those.</summary>
    Task Make();
}
