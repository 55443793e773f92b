using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;
using Zhar.Reload;

namespace Zhar.Cli.Reload;

/// <summary>
/// Runs an application and keeps it in step with its source: an edit is compiled here and exchanged inside of the running program; only a change of the project itself builds with
/// MSBuild and starts the program again. A program that takes no new versions, because it does not run with <c>ZharHost.Run</c>, is built and started again for each change.
/// </summary>
internal sealed class ReloadServer : IDisposable
{
    /// <summary>How long a program that has just been started may take until it says that it takes new versions.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>So often at most sources may change while they are compiled until what has come of it is shown all the same.</summary>
    private const int MaxRounds = 5;

    /// <summary>The page comes first: what only a build would say is looked for when nothing has changed for so long.</summary>
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(500);

    /// <summary>The terminal names so many changed files.</summary>
    private const int MaxNames = 5;

    private readonly Terminal _terminal;
    private readonly AppProject _app;
    private readonly Dictionary<string, string?> _environment;
    private readonly SourceTree _sources;
    private readonly SourceWatcher _changes;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zhar-reload-"); // only this user may enter it
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Process? _process;
    private ReloadLink? _link;
    private Task<ReloadLink?> _connecting = Task.FromResult<ReloadLink?>(null);
    private Task<ResidentCompiler?> _compiler = Task.FromResult<ResidentCompiler?>(null);
    private string? _running;
    private long _built;
    private int _number;
    private CancellationTokenSource _checking = new();
    private CompileTimes? _exchanged;
    private bool _hasProblem;

    internal ReloadServer(Terminal terminal, AppProject app, Dictionary<string, string?> environment)
    {
        _terminal = terminal;
        _app = app;
        _environment = environment;
        _sources = new SourceTree(app.Folder);
        _changes = SourceWatcher.Start(app.Folder, _sources);
        var path = Path.Combine(_folder.FullName, "link");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
        _environment[ReloadLink.Variable] = path;

        // Settings that change start the application again: it need not watch every folder for them itself, which takes longer than all the rest of its host.
        _environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
    }

    public void Dispose()
    {
        _changes.Dispose();
        _checking.Dispose();
        _listener.Dispose();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    internal async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            if (_changes.Trouble is { } trouble)
                _terminal.Warning($"The system does not tell of changed files: {trouble}. They are looked for every second.");
            while (!await TryBuild(cancellationToken).ConfigureAwait(false))
                await _changes.Next(cancellationToken).ConfigureAwait(false);
            Start(cancellationToken);
            while (true)
            {
                var next = _changes.Next(cancellationToken);
                var ended = _process!.WaitForExitAsync(cancellationToken); // Start has set it
                if (await Task.WhenAny(next, ended).ConfigureAwait(false) == ended && !cancellationToken.IsCancellationRequested)
                {
                    _terminal.Warning($"The program has ended with code {_process.ExitCode}. It starts again after the next change of its source.");
                    _link = null;
                }

                await Follow(await next.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Control-C, which has reached the program too.
        }
        finally
        {
            await Stop().ConfigureAwait(false);
        }
    }

    private async Task Follow(IReadOnlyCollection<string> files, CancellationToken cancellationToken)
    {
        Announce(files);
        var what = files.Max(SourceChanges.Of);
        if (what == SourceChange.Project || _process!.HasExited || await Connected().ConfigureAwait(false) is not { } link)
        {
            if (what > SourceChange.Asset)
                await BuildAndRestart(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (what == SourceChange.Code)
        {
            await Exchange(link, files, cancellationToken).ConfigureAwait(false);
            return;
        }

        await SendAssets(link, files).ConfigureAwait(false);
        if (what != SourceChange.Setting)
            return;
        _exchanged = CompileTimes.None;
        await link.Send(new ReloadMessage(ReloadKind.Swap)).ConfigureAwait(false);
    }

    private void Announce(IEnumerable<string> files)
    {
        var said = files.Where(static f => SourceChanges.Of(f) > SourceChange.Asset).ToList();
        if (said.Count > 0)
            _terminal.Line($"Changed: {string.Join(", ", said.Take(MaxNames))}{(said.Count > MaxNames ? $" and {said.Count - MaxNames} more" : "")}");
    }

    private static async Task SendAssets(ReloadLink link, IEnumerable<string> files)
    {
        var assets = files.Where(static f => SourceChanges.Of(f) == SourceChange.Asset).Select(static f => f["wwwroot".Length..]).ToList();
        if (assets.Count > 0)
            await link.Send(new ReloadMessage(ReloadKind.Assets) { Paths = assets }).ConfigureAwait(false);
    }

    /// <summary>Compiles, and hands over what came of it: a version, or the errors.</summary>
    private async Task Exchange(ReloadLink link, IReadOnlyCollection<string> first, CancellationToken cancellationToken)
    {
        if (await _compiler.ConfigureAwait(false) is not { } compiler)
        {
            await BuildAndRestart(cancellationToken).ConfigureAwait(false);
            return;
        }

        await _checking.CancelAsync().ConfigureAwait(false);
        var files = new SortedSet<string>(first, StringComparer.Ordinal);
        var output = Path.Combine(_folder.FullName, (++_number).ToString(CultureInfo.InvariantCulture), _app.Module + ".dll");
        if (Compile(compiler, files, output) is not { } result)
            return;
        if (result.NeedsBuild || files.Max(SourceChanges.Of) == SourceChange.Project)
        {
            await BuildAndRestart(cancellationToken).ConfigureAwait(false);
            return;
        }

        await SendAssets(link, files).ConfigureAwait(false);
        if (result.Hash is null)
        {
            await Refuse(link, result.Errors, "It does not compile", "The version before it goes on.").ConfigureAwait(false);
            return;
        }

        if (result.Hash == _running && files.All(static f => SourceChanges.Of(f) != SourceChange.Setting))
        {
            // Back at what runs: there is nothing to exchange, only an error to take away.
            await Mended(link).ConfigureAwait(false);
            LookWhenStill(link, compiler, cancellationToken);
            return;
        }

        _running = result.Hash;
        _hasProblem = false; // the program takes the error away when the version runs
        _exchanged = result.Times;
        await link.Send(new ReloadMessage(ReloadKind.Swap) { Assembly = output }).ConfigureAwait(false);
        Warn(result.Warnings);
        LookWhenStill(link, compiler, cancellationToken);
    }

    /// <summary>Compiles until what the compiler has read is what is there: nobody wants to see the errors of a file that was being written, or a version that is old already.</summary>
    /// <param name="compiler">The compiler.</param>
    /// <param name="files">The changed files; those that change meanwhile are added.</param>
    /// <param name="output">Where the assembly goes.</param>
    /// <returns><c>null</c> when a file cannot be read just now: the next look finds it changed again.</returns>
    private CompileResult? Compile(ResidentCompiler compiler, SortedSet<string> files, string output)
    {
        try
        {
            return StillSources.Read(_sources, files, MaxRounds, changed => compiler.Compile(CodeOf(changed), output));
        }
        catch (IOException)
        {
            _sources.Forget(files);
            return null;
        }
    }

    private string[] CodeOf(IEnumerable<string> files) =>
        [.. files.Where(static f => SourceChanges.Of(f) == SourceChange.Code).Select(f => Path.Combine(_app.Folder, f.Replace('/', Path.DirectorySeparatorChar)))];

    private async Task Mended(ReloadLink link)
    {
        if (!_hasProblem)
            return;
        _hasProblem = false;
        _terminal.Done("It compiles again, to what runs already.");
        await link.Send(new ReloadMessage(ReloadKind.Problem)).ConfigureAwait(false);
    }

    private async Task Refuse(ReloadLink link, IReadOnlyList<ReloadError> errors, string title, string after)
    {
        _hasProblem = true;
        foreach (var error in errors)
            _terminal.SourceError(error);
        _terminal.Line(after);
        await link.Send(new ReloadMessage(ReloadKind.Problem) { Problem = new ReloadProblem(title, after, errors) }).ConfigureAwait(false);
    }

    private void Warn(IReadOnlyList<ReloadError> warnings)
    {
        foreach (var warning in warnings)
            _terminal.SourceWarning(warning);
    }

    private void LookWhenStill(ReloadLink link, ResidentCompiler compiler, CancellationToken cancellationToken)
    {
        _checking.Dispose(); // cancelled before the compiler ran
        _checking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = Check(link, compiler, _checking.Token);
    }

    /// <summary>The rules of Zhar and what may be null, after the page is there: they take as long as compiling does, and a build has them too.</summary>
    private async Task Check(ReloadLink link, ResidentCompiler compiler, CancellationToken superseded)
    {
        try
        {
            await Task.Delay(Stillness, superseded).ConfigureAwait(false);
            var found = await Task.Run(() => compiler.Check(superseded), superseded).ConfigureAwait(false);
            if (superseded.IsCancellationRequested)
                return;
            Warn(found.Warnings);
            if (found.Errors.Count > 0)
            {
                _running = null;
                await Refuse(link, found.Errors, "A build refuses this", "It runs now, but a build ends with this error.").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // There is a newer edit, which is looked at whole.
        }
        catch (Exception e)
        {
            // Nobody waits for this task: a fault of an analyzer is told, and the next build says more.
            _terminal.Warning($"The rules of Zhar could not be looked at: {e.Message}");
        }
    }

    private async Task BuildAndRestart(CancellationToken cancellationToken)
    {
        // Where a running program's files are locked it has to end first.
        if (OperatingSystem.IsWindows())
            await Stop().ConfigureAwait(false);
        if (!await TryBuild(cancellationToken).ConfigureAwait(false))
            return;
        await Stop().ConfigureAwait(false);
        Start(cancellationToken);
    }

    /// <summary>Builds while the old program still answers; errors are shown, and it goes on.</summary>
    private async Task<bool> TryBuild(CancellationToken cancellationToken)
    {
        _sources.Look(); // what has changed until now is in the build
        _built = _sources.Changes;
        try
        {
            await AppBuild.Build(_terminal, _app.File, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CliException e)
        {
            _terminal.Error(e.Message);
            _terminal.Line("It is tried again after the next change.");
            if (_link is { } link)
                await link.Send(new ReloadMessage(ReloadKind.Problem) { Problem = new ReloadProblem("It does not build", e.Message, []) }).ConfigureAwait(false);
            return false;
        }
    }

    private void Start(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = DotNet.Start(AppBuild.Program(_app.File), [], _app.Folder, _environment);
        _link = null;
        _running = null;
        _connecting = Accept(cancellationToken);
        _compiler = Prepare(_built, cancellationToken);
    }

    private async Task Stop()
    {
        if (_process is { } process)
            await DotNet.Stop(process).ConfigureAwait(false);
        _link = null;
    }

    /// <summary>The connection to the program that was started last, or <c>null</c> when it takes no new versions.</summary>
    private async Task<ReloadLink?> Connected() => _link ?? await _connecting.ConfigureAwait(false);

    private async Task<ReloadLink?> Accept(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var link = new ReloadLink(await _listener.AcceptAsync(patience.Token).ConfigureAwait(false));
            if (await link.Receive(patience.Token).ConfigureAwait(false) is not { Kind: ReloadKind.Ready })
                return null;
            _link = link;
            _ = Listen(link, cancellationToken);
            return link;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Shows what the program says.</summary>
    private async Task Listen(ReloadLink link, CancellationToken cancellationToken)
    {
        await using var _ = link.ConfigureAwait(false);
        try
        {
            while (await link.Receive(cancellationToken).ConfigureAwait(false) is { } message)
            {
                switch (message.Kind)
                {
                    case ReloadKind.Started when message.Times is { } times && Interlocked.Exchange(ref _exchanged, null) is { } compiled:
                        _terminal.Done(Reloaded(compiled, times));
                        break;
                    case ReloadKind.Failed or ReloadKind.Ended:
                        _running = null; // the same code may start the next time
                        _terminal.Error(message.Text ?? "The application does not run.");
                        break;
                    case ReloadKind.Kept:
                        _terminal.Warning(message.Text ?? "Old versions stay in memory.");
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The command ends.
        }
    }

    private static string Reloaded(CompileTimes compiled, ReloadTimes times)
    {
        var exchange = string.Create(CultureInfo.InvariantCulture, $"build {times.Build:0}, stop {times.Stop:0}, start {times.Start:0}");
        return compiled == CompileTimes.None
            ? string.Create(CultureInfo.InvariantCulture, $"Started again with the changed settings in {times.Total:0} ms ({exchange})")
            : string.Create(CultureInfo.InvariantCulture, $"Reloaded in {compiled.Total + times.Total:0} ms (read {compiled.Read:0}, generate {compiled.Generate:0}, emit {compiled.Emit:0}, {exchange})");
    }

    /// <summary>Makes the compiler ready while the program starts.</summary>
    private async Task<ResidentCompiler?> Prepare(long built, CancellationToken cancellationToken)
    {
        if (await CompilerArguments.Ask(_app.File, cancellationToken).ConfigureAwait(false) is not { } arguments)
            return null;
        try
        {
            return await Task.Run(
                () =>
                {
                    var (compiler, first) = ResidentCompiler.Start(arguments, Path.Combine(_folder.FullName, "first", _app.Module + ".dll"));
                    if (_sources.IsStill(built))
                        _running = first.Hash; // no edit since the build: this is what runs
                    _ = Task.Run(compiler.Warm, cancellationToken);
                    return compiler;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _terminal.Warning($"The compiler cannot be kept ready: {e.Message} Changes are built with MSBuild, which takes longer.");
            return null;
        }
    }
}
