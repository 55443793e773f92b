using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The default style, light and dark, served from this library beside the browser's client: no build step.</summary>
public static class CoreStyles
{
    private static readonly byte[] Css = Load();
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Css))[..16];

    extension(Conn conn)
    {
        /// <summary>The link to the default style, for the head of a root layout. Its rules have no specificity: any rule of the application wins.</summary>
        /// <exception cref="InvalidOperationException">The endpoint has no live socket.</exception>
        public Html CoreStylesheet() => $"""<link rel="stylesheet" href="{conn.Request.PathBase.ToUriComponent()}{LiveHost.Of(conn).Path}/core-{Hash}.css">""";
    }

    /// <summary>Whether this is its path behind that of the live socket.</summary>
    internal static bool Is(string path) => path == $"/core-{Hash}.css";

    internal static Task Send(HttpContext conn)
    {
        var headers = conn.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        return ResponseBody.Write(conn, Css, "text/css; charset=utf-8", StatusCodes.Status200OK);
    }

    private static byte[] Load()
    {
        using var stream = typeof(CoreStyles).Assembly.GetManifestResourceStream("Zhar.Live.core.css") ?? throw new InvalidOperationException("Zhar.Live was built without core.css.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
