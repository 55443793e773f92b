using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhar.Dashboard;

/// <summary>The stylesheet of the dashboard, on top of the core components' one.</summary>
internal static class DashboardStyles
{
    private static readonly byte[] Css = Load();

    /// <summary>Its path below the dashboard's, with a fingerprint.</summary>
    internal static string FileName { get; } = $"/dashboard-{Convert.ToHexStringLower(SHA256.HashData(Css))[..16]}.css";

    internal static async Task Send(HttpContext conn)
    {
        var headers = conn.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentType = "text/css; charset=utf-8";
        headers.ContentLength = Css.Length;
        if (!HttpMethods.IsHead(conn.Request.Method))
            await conn.Response.Body.WriteAsync(Css, conn.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Load()
    {
        using var stream = typeof(DashboardStyles).Assembly.GetManifestResourceStream("Zhar.Dashboard.dashboard.css") ?? throw new InvalidOperationException("Zhar.Dashboard was built without dashboard.css.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }
}
