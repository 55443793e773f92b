namespace Zhar.Web;

/// <summary>How static files are served. Source: Plug.Static.</summary>
public sealed class StaticAssetSettings
{
    /// <summary>The directory, from the application's own on. Default <c>wwwroot</c>.</summary>
    public string From { get; set; } = "wwwroot";

    /// <summary>The path in front. Default <c>/</c>.</summary>
    public string At { get; set; } = "/";

    /// <summary>Only these files and directories at the top: <c>assets</c>, <c>favicon.ico</c>. Default: all.</summary>
    public IReadOnlyList<string> Only { get; set; } = [];

    /// <summary>Beside those of <see cref="Only"/> the files and directories at the top whose name begins with one of these: <c>favicon</c>, <c>apple-touch-icon</c>. Default: none.</summary>
    public IReadOnlyList<string> OnlyMatching { get; set; } = [];

    /// <summary>Whether a request for a file that is there, and that <see cref="Only"/> leaves out, is an error that says so, in place of a 404. For development. Default false.</summary>
    public bool RaiseOnMissingOnly { get; set; }

    /// <summary>The types of files by the end of their name, beyond the usual ones: <c>[".gltf"] = "model/gltf+json"</c>.</summary>
    public IDictionary<string, string> ContentTypes { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a link in the directory may lead to a file outside of it. Default false: such a link is as if it were not there.</summary>
    public bool FollowLinks { get; set; }

    /// <summary>Whether the list of files is made once, with a hash of each, so that <c>conn.StaticPath</c> gives paths that browsers may keep for ever. Default: not in development, where files change.</summary>
    public bool Fingerprints { get; set; }

    /// <summary>What caches are told of a file under its own name. Default: to ask each time whether it has changed.</summary>
    public string CacheControl { get; set; } = "public, no-cache";

    /// <summary>What caches are told of a file under its name with a hash. Default: to keep it for a year.</summary>
    public string FingerprintedCacheControl { get; set; } = "public, max-age=31536000, immutable";

    /// <summary>Further headers of each file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; set; } = [];
}
