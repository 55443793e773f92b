namespace Zhar.Web;

/// <summary>One file that is served, with the copies of it that are compressed.</summary>
internal sealed class StaticFile
{
    internal required string FullPath { get; init; }

    internal required long Length { get; init; }

    internal required DateTimeOffset ModifiedAt { get; init; }

    internal required string ContentType { get; init; }

    /// <summary>With its quotes: <c>"3f2a…"</c>.</summary>
    internal required string ETag { get; init; }

    /// <summary>Its name with a part of its hash: <c>/assets/app-3f2a….css</c>; null in development, where files change.</summary>
    internal string? FingerprintedPath { get; init; }

    /// <summary>For the attribute of that name: <c>sha256-…</c>.</summary>
    internal string? Integrity { get; init; }

    internal StaticFile? Brotli { get; init; }

    internal StaticFile? Gzip { get; init; }
}
