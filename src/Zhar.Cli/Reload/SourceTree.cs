using System.IO.Enumeration;
using System.Security.Cryptography;

namespace Zhar.Cli.Reload;

/// <summary>
/// The files that an application consists of, as they were when they were last looked at. What has changed is what differs from then, whatever the system has told of it: events are
/// lost in folders that are new, and when there are many. Safe from any thread.
/// </summary>
internal sealed class SourceTree
{
    /// <summary>Two writes within one tick of the file system's clock have the same time. The longest tick of Linux is 10 ms.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>The same where times have no fractions of a second, as on FAT.</summary>
    private static readonly TimeSpan CoarseTick = TimeSpan.FromSeconds(2);

    // Links to folders may lead in circles, and no event tells of what is behind them.
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly TimeProvider _time;
    private Dictionary<string, Stamp> _files = [];
    private HashSet<string> _folders = [];

    internal SourceTree(string folder, TimeProvider? time = null)
    {
        _folder = Path.TrimEndingDirectorySeparator(folder);
        _time = time ?? TimeProvider.System;
        (_files, _folders) = Read();
    }

    /// <summary>How many looks have found a change.</summary>
    internal long Changes { get; private set; }

    /// <summary>Looks again.</summary>
    /// <returns>What has been changed, made or deleted since the last look: paths in the application, with slashes, in order.</returns>
    internal IReadOnlyCollection<string> Look()
    {
        lock (_gate)
        {
            var (files, folders) = Read();
            var changed = Differences(files);
            (_files, _folders) = (files, folders);
            if (changed.Count > 0)
                Changes++;
            return changed;
        }
    }

    /// <summary>Whether everything is as it was before a look that found something to be change number <paramref name="changes"/>.</summary>
    internal bool IsStill(long changes)
    {
        lock (_gate)
            return changes == Changes && Differences(Read().Files).Count == 0;
    }

    /// <summary>Has the next look find these files changed: they could not be read.</summary>
    internal void Forget(IEnumerable<string> files)
    {
        lock (_gate)
        {
            foreach (var file in files)
                _files[file] = default;
        }
    }

    /// <summary>Whether an event may be about what the application consists of. For a folder that is gone it takes the last look to know that it was one.</summary>
    internal bool Concerns(string fullPath)
    {
        var path = Relative(fullPath);
        if (SourceChanges.Of(path) != SourceChange.None)
            return true;
        if (!SourceChanges.MayHold(path))
            return false;
        lock (_gate)
        {
            if (_folders.Contains(path))
                return true;
        }

        return Directory.Exists(fullPath);
    }

    private string Relative(string path) => path[(_folder.Length + 1)..].Replace('\\', '/');

    private (Dictionary<string, Stamp> Files, HashSet<string> Folders) Read()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var files = new Dictionary<string, Stamp>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.Ordinal);
        var found = new FileSystemEnumerable<(string Path, bool IsFolder, Stamp Stamp)>(
            _folder,
            static (ref FileSystemEntry e) => (e.ToFullPath(), e.IsDirectory, e.IsDirectory ? default : new Stamp(e.Length, e.LastWriteTimeUtc.UtcDateTime, null)),
            Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) => Relative(e.ToFullPath()) is var path && (e.IsDirectory ? SourceChanges.MayHold(path) : SourceChanges.Of(path) != SourceChange.None),
            ShouldRecursePredicate = (ref FileSystemEntry e) => (e.Attributes & FileAttributes.ReparsePoint) == 0 && SourceChanges.MayHold(Relative(e.ToFullPath())),
        };
        try
        {
            foreach (var (path, isFolder, stamp) in found)
            {
                if (isFolder)
                    folders.Add(Relative(path));
                else
                    files[Relative(path)] = IsSettled(stamp.Written, now) ? stamp : stamp with { Hash = HashOf(path) };
            }
        }
        catch (IOException)
        {
            // A folder went while it was read: half a tree would be many deleted files. The next look has it whole.
            return (_files, _folders);
        }

        return (files, folders);
    }

    /// <summary>Whether a file that was written at a time can be written again only at another.</summary>
    private static bool IsSettled(DateTime written, DateTime now) => now - written > (written.Ticks % TimeSpan.TicksPerSecond == 0 ? CoarseTick : Tick);

    private SortedSet<string> Differences(Dictionary<string, Stamp> files)
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (path, now) in files)
        {
            if (!_files.TryGetValue(path, out var before) || !IsSame(path, before, now))
                changed.Add(path);
        }

        changed.UnionWith(_files.Keys.Where(path => !files.ContainsKey(path)));
        return changed;
    }

    private bool IsSame(string path, Stamp before, Stamp now) =>
        before.Length == now.Length && before.Written == now.Written && (before.Hash is null || before.Hash == (now.Hash ?? HashOf(Path.Combine(_folder, path))));

    /// <returns>What equals nothing, when the file cannot be read.</returns>
    private static string HashOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Guid.NewGuid().ToString();
        }
    }

    /// <summary>By what a file is known to be the same: its length, its time, and what is in it when the time alone does not say.</summary>
    private readonly record struct Stamp(long Length, DateTime Written, string? Hash);
}
