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
        return ResponseBody.Write(conn, buffer.Written, contentType, status);
    }
}
