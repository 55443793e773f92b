using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The default style, light and dark, and the keyboard of the core components and what asks before a click counts, served from this library beside the browser's client: no build step.</summary>
public static class CoreStyles
{
    private static readonly CoreFile Style = new("core.css", "text/css; charset=utf-8");
    private static readonly CoreFile Script = new("core.js", "text/javascript; charset=utf-8");

    extension(Conn conn)
    {
        /// <summary>The link to the default style, for the head of a root layout. Its rules have no specificity: any rule of the application wins.</summary>
        /// <exception cref="InvalidOperationException">The endpoint has no live socket.</exception>
        public Html CoreStylesheet() => $"""<link rel="stylesheet" href="{LivePages.RootOf(conn)}{Style.Path}">""";

        /// <summary>
        /// The address of an ES module with the keyboard of <c>Tabs</c> and <c>Menu</c>, and the question of <c>data-confirm="Delete it?"</c>. <c>LiveScripts</c> loads it; a page that brings its own script loads it with
        /// <c>&lt;script type="module" src="…"&gt;</c>.
        /// </summary>
        /// <exception cref="InvalidOperationException">The endpoint has no live socket.</exception>
        public string CoreScript() => LivePages.RootOf(conn) + Script.Path;
    }

    /// <summary>Answers with the file at a path behind that of the live socket; <c>null</c>: it is none of these.</summary>
    internal static Task? Send(HttpContext conn, string path) => path == Style.Path ? Style.Send(conn) : path == Script.Path ? Script.Send(conn) : null;

    private sealed class CoreFile
    {
        private readonly byte[] _bytes;
        private readonly string _type;

        internal CoreFile(string name, string type)
        {
            _type = type;
            using var stream = typeof(CoreStyles).Assembly.GetManifestResourceStream("Zhar.Live." + name) ?? throw new InvalidOperationException($"Zhar.Live was built without {name}.");
            _bytes = new byte[stream.Length];
            stream.ReadExactly(_bytes);
            Path = $"/{System.IO.Path.GetFileNameWithoutExtension(name)}-{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..16]}{System.IO.Path.GetExtension(name)}";
        }

        internal string Path { get; }

        internal Task Send(HttpContext conn)
        {
            var headers = conn.Response.Headers;
            headers.CacheControl = "public, max-age=31536000, immutable";
            headers.XContentTypeOptions = "nosniff";
            return ResponseBody.Write(conn, _bytes, _type, StatusCodes.Status200OK);
        }
    }
}
