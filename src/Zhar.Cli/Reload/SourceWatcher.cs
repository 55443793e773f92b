using System.Threading.Channels;

namespace Zhar.Cli.Reload;

/// <summary>
/// Says when to look at a <see cref="SourceTree"/>: when the system tells of a change in its folder, and in any case now and then, for the system does not tell of everything.
/// </summary>
internal sealed class SourceWatcher : IDisposable
{
    /// <summary>Editors write a file in several steps, and a generator several files: what comes within this time is one change. What comes later is found after the compiler's run.</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(10);

    /// <summary>So long at most is waited for quiet.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>So long at most a change stays unseen of which the system does not tell.</summary>
    internal static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>A look that nobody asked for takes at most one part of so many of the time.</summary>
    private const int RoundsPerLook = 50;

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly string _folder;
    private readonly SourceTree _tree;
    private readonly TimeProvider _time;
    private readonly TimeSpan _round;
    private TimeSpan _pause;
    private FileSystemWatcher? _system;

    private SourceWatcher(string folder, SourceTree tree, TimeProvider time, TimeSpan round)
    {
        _folder = folder;
        _tree = tree;
        _time = time;
        _round = _pause = round;
    }

    /// <summary>Why the system does not tell of changes, or <c>null</c>: they are seen all the same, only later.</summary>
    internal string? Trouble { get; private set; }

    /// <summary>A watcher that the system tells of changes.</summary>
    /// <param name="folder">The application's.</param>
    /// <param name="tree">What is looked at.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="round">How often it is looked without being told. Default <see cref="Round"/>.</param>
    internal static SourceWatcher Start(string folder, SourceTree tree, TimeProvider? time = null, TimeSpan? round = null)
    {
        var watcher = new SourceWatcher(folder, tree, time ?? TimeProvider.System, round ?? Round);
        watcher.Listen();
        return watcher;
    }

    /// <summary>A watcher that is told of changes by <see cref="Ring"/> alone.</summary>
    internal static SourceWatcher Deaf(string folder, SourceTree tree, TimeProvider time) => new(folder, tree, time, Round);

    /// <summary>Waits until something has changed, and then until nothing does for a moment.</summary>
    /// <returns>The files, by their paths in the application.</returns>
    internal async Task<IReadOnlyCollection<string>> Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            var isTold = await Rings(_pause, cancellationToken).ConfigureAwait(false);
            if (isTold)
                await Silence(cancellationToken).ConfigureAwait(false);
            var files = Look();
            if (files.Count == 0)
                continue;

            // .NET's watcher goes silent when, on Linux, a folder is moved out of the one that it watches: a new one hears again.
            if (!isTold && _system is not null && !_bell.Reader.TryPeek(out _))
                Listen();
            return files;
        }
    }

    /// <summary>Something has happened in the folder.</summary>
    internal void Ring() => _bell.Writer.TryWrite(true);

    public void Dispose() => _system?.Dispose();

    /// <summary>Looks, and sees to it that looking without being told takes little of the processor where there are very many files.</summary>
    private IReadOnlyCollection<string> Look()
    {
        var began = _time.GetTimestamp();
        var files = _tree.Look();
        if (_round != Timeout.InfiniteTimeSpan && RoundsPerLook * _time.GetElapsedTime(began) is var pause)
            _pause = pause > _round ? pause : _round;
        return files;
    }

    private async Task Silence(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        while (_time.GetElapsedTime(began) < Patience && await Rings(Quiet, cancellationToken).ConfigureAwait(false))
        {
            // More comes.
        }
    }

    /// <summary>Whether the bell rings within a time.</summary>
    private async Task<bool> Rings(TimeSpan within, CancellationToken cancellationToken)
    {
        if (_bell.Reader.TryRead(out _))
            return true;
        using var end = new CancellationTokenSource(within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            return await _bell.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Listen()
    {
        _system?.Dispose();
        _system = null;
        FileSystemWatcher? system = null;
        try
        {
            system = new FileSystemWatcher(_folder) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.DirectoryName };
            system.Changed += Hear;
            system.Created += Hear;
            system.Deleted += Hear;
            system.Renamed += Hear;
            system.Error += (_, _) => Ring(); // too many at once
            system.EnableRaisingEvents = true;
            _system = system;
            Trouble = null;
        }
        catch (IOException e)
        {
            system?.Dispose();
            Trouble = e.Message;
        }
    }

    private void Hear(object sender, FileSystemEventArgs change)
    {
        if (_tree.Concerns(change.FullPath) || (change is RenamedEventArgs renamed && _tree.Concerns(renamed.OldFullPath)))
            Ring();
    }
}
