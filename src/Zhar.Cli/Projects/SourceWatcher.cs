using System.Threading.Channels;

namespace Zhar.Cli.Projects;

/// <summary>Tells when the source of an application has changed.</summary>
internal sealed class SourceWatcher : IDisposable
{
    /// <summary>Editors write a file in several steps, and a generator several files: what comes within this time is one change.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly FileSystemWatcher _watcher;
    private readonly string _folder;

    internal SourceWatcher(AppProject app)
    {
        _folder = app.Folder;
        _watcher = new FileSystemWatcher(app.Folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.CreationTime };
        _watcher.Changed += (_, e) => Add(e.FullPath);
        _watcher.Created += (_, e) => Add(e.FullPath);
        _watcher.Deleted += (_, e) => Add(e.FullPath);
        _watcher.Renamed += (_, e) => Add(e.FullPath);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for the next change.</summary>
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

    private void Add(string path)
    {
        var relative = Path.GetRelativePath(_folder, path).Replace('\\', '/');
        if (IsSource(relative))
            _changes.Writer.TryWrite(relative);
    }

    /// <summary>Whether the program has to be built or started anew for it. Files under wwwroot are read anew by each request.</summary>
    internal static bool IsSource(string path) =>
        !path.Split('/').Any(static part => part is "bin" or "obj" or "test" or "releases" or "wwwroot" || part.StartsWith('.'))
        && Path.GetExtension(path) is ".cs" or ".csproj" or ".props" or ".json";
}
