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
