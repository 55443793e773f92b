using System.Threading.Channels;

namespace Zhar.Cli.Reload;

/// <summary>Tells which files of an application have changed.</summary>
internal sealed class SourceWatcher : IDisposable
{
    /// <summary>Editors write a file in several steps, and a generator several files: what comes within this time is one change.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40);

    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly FileSystemWatcher _watcher;
    private readonly string _folder;
    private long _seen;

    internal SourceWatcher(string folder)
    {
        _folder = folder;
        _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.CreationTime };
        _watcher.Changed += (_, e) => Add(e.FullPath);
        _watcher.Created += (_, e) => AddWithin(e.FullPath);
        _watcher.Deleted += (_, e) => Add(e.FullPath);
        _watcher.Renamed += (_, e) =>
        {
            Add(e.OldFullPath);
            AddWithin(e.FullPath);
        };
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>How many changes there have been: who saw the same number before has seen the files as they are.</summary>
    internal long Seen => Volatile.Read(ref _seen);

    /// <summary>Waits until something has changed, and then until nothing does for a moment.</summary>
    /// <returns>The files, by their paths in the application.</returns>
    internal async Task<IReadOnlyCollection<string>> Next(CancellationToken cancellationToken)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal) { await _changes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false) };
        while (true)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            quiet.CancelAfter(Quiet);
            try
            {
                files.Add(await _changes.Reader.ReadAsync(quiet.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return files;
            }
        }
    }

    public void Dispose() => _watcher.Dispose();

    /// <summary>A folder is watched only once it is there: what was put into it before that is not told, so it is looked up.</summary>
    private void AddWithin(string path)
    {
        Add(path);
        if (!Directory.Exists(path))
            return;
        try
        {
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
                Add(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone again, or not for us.
        }
    }

    private void Add(string path)
    {
        var relative = Path.GetRelativePath(_folder, path).Replace('\\', '/');
        if (SourceChanges.Of(relative) == SourceChange.None)
            return;
        Interlocked.Increment(ref _seen);
        _changes.Writer.TryWrite(relative);
    }
}
