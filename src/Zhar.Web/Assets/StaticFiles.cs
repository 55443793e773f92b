using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Serves the files of a directory. In production their list is made once, with a hash of each; in development each request looks anew.</summary>
internal sealed class StaticFiles : IPlug
{
    private const int HashLength = 16;

    private readonly StaticAssetSettings _settings;
    private readonly string _root;
    private readonly string _prefix;
    private readonly FrozenDictionary<string, StaticFile>? _files;

    internal StaticFiles(StaticAssetSettings settings, string root)
    {
        _settings = settings;
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _prefix = settings.At.TrimEnd('/');
        if (!settings.Fingerprints)
            return;
        _files = Scan();
    }

    public ValueTask Call(Conn conn)
    {
        var request = conn.Request;
        var isHead = HttpMethods.IsHead(request.Method);
        if (!isHead && !HttpMethods.IsGet(request.Method))
            return default;
        if (!request.Path.HasValue || Find(request.Path.Value, out var isFingerprinted) is not { } file)
        {
            if (_settings.RaiseOnMissingOnly && request.Path.HasValue)
                RaiseIfLeftOut(request.Path.Value);
            return default;
        }

        conn.Halt();
        return new(StaticResponse.Send(conn, file, isFingerprinted ? _settings.FingerprintedCacheControl : _settings.CacheControl, _settings.Headers));
    }

    internal string? FingerprintedPath(string path) => _files?.GetValueOrDefault(path)?.FingerprintedPath;

    internal string? Integrity(string path) => _files?.GetValueOrDefault(path)?.Integrity;

    /// <summary>Whether a path is that of a file as it is now. In development files have no fingerprints, and nothing is known.</summary>
    internal bool IsCurrent(string path) => _files is null || _files.ContainsKey(path);

    private StaticFile? Find(string path, out bool isFingerprinted)
    {
        isFingerprinted = false;
        if (_files is null)
            return Look(path);
        if (_files.Count == 0 || !_files.TryGetValue(path, out var file))
            return null;
        isFingerprinted = file.FingerprintedPath == path;
        return file;
    }

    /// <summary>The file for a path, as it is now.</summary>
    private StaticFile? Look(string path)
    {
        if (!path.StartsWith(_prefix + "/", StringComparison.Ordinal) || !IsServed(path[_prefix.Length..]))
            return null;
        var relative = path[(_prefix.Length + 1)..];
        var full = Path.GetFullPath(Path.Combine(_root, relative));

        // Beyond the check of the segments, so that no way of writing a path leads out of the directory.
        if (!full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return null;
        var info = new FileInfo(full);
        return info.Exists && IsInside(full) ? Make(info, $"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"") : null;
    }

    /// <summary>All files, by their own path and by the one with the fingerprint.</summary>
    private FrozenDictionary<string, StaticFile> Scan()
    {
        var files = new Dictionary<string, StaticFile>(StringComparer.Ordinal);
        if (!Directory.Exists(_root))
            return files.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var full in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = "/" + Path.GetRelativePath(_root, full).Replace(Path.DirectorySeparatorChar, '/');
            if (!IsServed(relative) || !IsInside(full))
                continue;
            var hash = Hash(full);
            var name = Convert.ToHexStringLower(hash)[..HashLength];
            var path = _prefix + relative;
            var file = Make(new FileInfo(full), $"\"{name}\"", Fingerprint(path, name), "sha256-" + Convert.ToBase64String(hash));
            files[path] = file;
            files.TryAdd(file.FingerprintedPath!, file); // just made
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Segment by segment: no empty one, none that begins with a dot, nothing that a file system reads in its own way.</summary>
    private bool IsServed(string path)
    {
        return IsListed(path) && IsPlain(path);
    }

    /// <summary>Whether the settings name it.</summary>
    private bool IsListed(string path) => (_settings.Only.Count == 0 && _settings.OnlyMatching.Count == 0)
        || _settings.Only.Any(o => path.StartsWith("/" + o.Trim('/'), StringComparison.Ordinal) && (path.Length == o.Trim('/').Length + 1 || path[o.Trim('/').Length + 1] == '/'))
        || _settings.OnlyMatching.Any(o => path.StartsWith("/" + o.TrimStart('/'), StringComparison.Ordinal));

    private static bool IsPlain(string path)
    {
        foreach (var segment in path[1..].Split('/'))
        {
            if (segment.Length == 0 || segment[0] == '.' || segment.AsSpan().ContainsAny('\\', ':', '\0') || segment.AsSpan().ContainsAnyInRange('\0', '\x1f'))
                return false;
        }

        return true;
    }

    /// <exception cref="InvalidOperationException">The file is there, and not among those that are served.</exception>
    private void RaiseIfLeftOut(string path)
    {
        if (!path.StartsWith(_prefix + "/", StringComparison.Ordinal))
            return;
        var relative = path[_prefix.Length..];
        if (IsListed(relative) || !IsPlain(relative) || !File.Exists(Path.Combine(_root, relative[1..])))
            return;
        var top = relative[1..].Split('/')[0];
        throw new InvalidOperationException($"The static file \"{path}\" is there, but is not served: it is not in the list of StaticAssets. Add it: s.Only = [{string.Join(", ", _settings.Only.Append(top).Select(static o => $"\"{o}\""))}]");
    }

    private bool IsInside(string full) => _settings.FollowLinks || !SafePath.LeadsOut(_root + Path.DirectorySeparatorChar, full);

    private StaticFile Make(FileInfo info, string etag, string? fingerprinted = null, string? integrity = null) => new()
    {
        FullPath = info.FullName,
        Length = info.Length,
        ModifiedAt = Seconds(info.LastWriteTimeUtc),
        ContentType = TypeOf(info),
        ETag = etag,
        FingerprintedPath = fingerprinted,
        Integrity = integrity,
        Brotli = Copy(info, ".br", etag),
        Gzip = Copy(info, ".gz", etag),
    };

    private string TypeOf(FileInfo file) => _settings.ContentTypes.TryGetValue(file.Extension, out var type) ? type : MimeTypes.OfPath(file.Name);

    private StaticFile? Copy(FileInfo original, string extension, string etag)
    {
        var info = new FileInfo(original.FullName + extension);
        return !info.Exists || info.LastWriteTimeUtc < original.LastWriteTimeUtc || !IsInside(info.FullName) ? null : new()
        {
            FullPath = info.FullName,
            Length = info.Length,
            ModifiedAt = Seconds(info.LastWriteTimeUtc),
            ContentType = TypeOf(original),
            ETag = etag[..^1] + extension + "\"",
        };
    }

    /// <summary>Headers know whole seconds.</summary>
    private static DateTimeOffset Seconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static string Fingerprint(string path, string hash)
    {
        var dot = path.IndexOf('.', path.LastIndexOf('/') + 1);
        return dot < 0 ? $"{path}-{hash}" : $"{path[..dot]}-{hash}{path[dot..]}";
    }

    private static byte[] Hash(string path)
    {
        using var file = File.OpenRead(path);
        return SHA256.HashData(file);
    }
}
