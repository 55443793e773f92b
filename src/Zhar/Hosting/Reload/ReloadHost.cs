using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Zhar.Reload;

/// <summary>
/// The program while <c>zhar server</c> runs it: it keeps the node and what browsers are told, and runs one version of the application after the other. The command line compiles;
/// what it has compiled, and what does not compile, comes over the <see cref="ReloadLink"/>.
/// </summary>
internal sealed class ReloadHost
{
    /// <summary>How long after a change the memory of the versions before it is asked back.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>So many old versions in memory are a leak that the developer should know of.</summary>
    private const int ManyVersions = 8;

    private const int CollectRounds = 10;

    private readonly ApplicationLibraries _libraries;
    private readonly string[] _args;
    private readonly ReloadLink _link;
    private readonly Lock _gate = new();
    private readonly List<HostedVersion> _old = [];
    private Node? _node;
    private HostedVersion? _current;
    private IAsyncDisposable? _standIn;
    private string _newest;
    private long _changes;
    private bool _hasWarned;

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "IsWanted has looked: the program has a file.")]
    private ReloadHost(Assembly program, string[] args, ReloadLink link)
    {
        _libraries = ApplicationLibraries.BuiltFromSource(program);
        _newest = program.Location;
        _args = args;
        _link = link;
    }

    /// <summary>Whether the command line has started this program to reload it.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly of a single file has no path, which is looked at.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The entry point of a program is never trimmed.")]
    internal static bool IsWanted =>
        Environment.GetEnvironmentVariable(ReloadLink.Variable) is { Length: > 0 } && !HostedVersion.IsHere && RuntimeFeature.IsDynamicCodeSupported
        && Assembly.GetEntryAssembly() is { EntryPoint: not null, Location.Length: > 0 };

    /// <summary>What outlives the versions.</summary>
    internal ReloadState State { get; } = new();

    internal ReloadLoggerFactory Loggers { get; } = new();

    internal ReloadServices Services { get; } = new();

    /// <summary>Keys of cookies and tokens derive from it, where the application sets none.</summary>
    internal string Secret { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    /// <summary>Runs versions until a signal, or until the command line has gone.</summary>
    internal static async Task<int> Run(string[] args)
    {
        var path = Environment.GetEnvironmentVariable(ReloadLink.Variable)!; // IsWanted has looked
        Environment.SetEnvironmentVariable(ReloadLink.Variable, null); // not for the programs that the application starts
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var link = await ReloadLink.Connect(path, stop.Token).ConfigureAwait(false);
            await new ReloadHost(Assembly.GetEntryAssembly()!, args, link).Serve(stop.Token).ConfigureAwait(false); // IsWanted has looked
            return 0;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await Console.Error.WriteLineAsync($"The command that started this program does not answer at {path}: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>The node of all versions. The first one's configuration says how it is made.</summary>
    internal Node NodeFor(NodeRecipe recipe) => _node ??= recipe.Start(new NodeOptions { LoggerFactory = Loggers, Services = Services });

    /// <summary>The application has stopped without being told to.</summary>
    internal void EndedByItself(HostedVersion version, string? reason)
    {
        if (version != _current)
            return;
        var text = reason is null ? "The application has stopped by itself." : $"The application ended by itself. {reason}.";
        Report(ReloadKind.Ended, "The application has ended", text);
        _ = KeepAnswering(version);
    }

    private async Task Serve(CancellationToken cancellationToken)
    {
        await _link.Send(new ReloadMessage(ReloadKind.Ready)).ConfigureAwait(false);
        try
        {
            await Swap(_newest).ConfigureAwait(false);
            while (await _link.Receive(cancellationToken).ConfigureAwait(false) is { } message)
            {
                switch (message.Kind)
                {
                    case ReloadKind.Swap:
                        // With other settings, code may start that did not start before.
                        _newest = message.Assembly ?? _newest;
                        await Swap(_newest).ConfigureAwait(false);
                        break;
                    case ReloadKind.Problem:
                        State.Change(s => s with { Problem = message.Problem });
                        break;
                    case ReloadKind.Assets:
                        State.Change(s => s with { Assets = s.Assets + 1, Paths = message.Paths });
                        break;
                    case ReloadKind.Memory:
                        await _link.Send(new ReloadMessage(ReloadKind.Memory) { Count = await Collect().ConfigureAwait(false) }).ConfigureAwait(false);
                        break;
                }
            }
        }
        finally
        {
            State.Change(static s => s with { IsLeaving = true });
            if (_current is { } last)
                await last.Stop().ConfigureAwait(false);
            if (_standIn is { } standIn)
                await standIn.DisposeAsync().ConfigureAwait(false);
            if (_node is { } node)
                await node.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Puts a version in the place of the one that runs. That one stays when the new one cannot even be built, and comes back when the new one does not start.</summary>
    private async Task Swap(string path)
    {
        var clock = Stopwatch.StartNew();
        var next = Enter(path);
        if (await next.Built.ConfigureAwait(false) is { } broken)
        {
            Forget(next);
            Report(ReloadKind.Failed, "The new version does not start", broken, _current is null ? null : "The version before it goes on.");
            return;
        }

        var before = _current;
        var built = clock.Elapsed.TotalMilliseconds;
        State.Change(static s => s with { IsLeaving = true });
        await MakeRoom().ConfigureAwait(false);
        var free = clock.Elapsed.TotalMilliseconds;
        if (await Start(next).ConfigureAwait(false) is not { } failure)
        {
            var times = new ReloadTimes(built, free - built, clock.Elapsed.TotalMilliseconds - free);
            await _link.Send(new ReloadMessage(ReloadKind.Started) { Times = times }).ConfigureAwait(false);
            _ = AskMemoryBack(++_changes);
            return;
        }

        var isBack = before is not null && await IsBack(before.Path).ConfigureAwait(false);
        Report(ReloadKind.Failed, "The new version does not start", failure, isBack ? "The version before it has been started again." : "Nothing runs now. The next change tries again.");
        if (!isBack)
            await StandIn().ConfigureAwait(false);
        State.Change(static s => s with { IsLeaving = false });
    }

    private async Task<bool> IsBack(string path)
    {
        var again = Enter(path);
        if (await again.Built.ConfigureAwait(false) is not null)
        {
            Forget(again);
            return false;
        }

        return await Start(again).ConfigureAwait(false) is null;
    }

    private HostedVersion Enter(string path)
    {
        var version = new HostedVersion(this, path);
        version.Begin(_libraries, _args);
        return version;
    }

    /// <summary>Starts a version whose host is built.</summary>
    /// <returns>What went wrong, or <c>null</c>.</returns>
    private async Task<string?> Start(HostedVersion version)
    {
        version.Start();
        if (await version.Started.ConfigureAwait(false) is { } failure)
        {
            await version.Ended.ConfigureAwait(false);
            Forget(version);
            return failure;
        }

        _current = version;
        State.Change(static s => s with { Generation = s.Generation + 1, IsLeaving = false, Problem = null });
        State.OnStarted?.Invoke();
        return null;
    }

    private async Task MakeRoom()
    {
        if (_standIn is { } standIn)
        {
            _standIn = null;
            await standIn.DisposeAsync().ConfigureAwait(false);
        }

        if (_current is not { } old)
            return;
        _current = null;
        await old.Stop().ConfigureAwait(false);
        Forget(old);
    }

    private async Task KeepAnswering(HostedVersion version)
    {
        await version.Ended.ConfigureAwait(false);
        if (_current == version)
            await StandIn().ConfigureAwait(false);
    }

    private async Task StandIn()
    {
        if (State.StandIn is { } make && _standIn is null)
            _standIn = await make().ConfigureAwait(false);
    }

    private void Report(string kind, string title, string text, string? after = null)
    {
        var whole = after is null ? text : $"{text}\n\n{after}";
        State.Change(s => s with { Problem = new ReloadProblem(title, whole, []) });
        _ = _link.Send(new ReloadMessage(kind) { Text = $"{title}.\n\n{whole}" });
    }

    private void Forget(HostedVersion version)
    {
        lock (_gate)
            _old.Add(version);
    }

    /// <summary>Nobody needs the old code, but the runtime lets go of it only over several collections, and an idle program has none.</summary>
    private async Task AskMemoryBack(long change)
    {
        await Task.Delay(Rest).ConfigureAwait(false);
        if (change != Volatile.Read(ref _changes))
            return;
        var alive = await Collect().ConfigureAwait(false);
        if (alive < ManyVersions || _hasWarned)
            return;
        _hasWarned = true;
        await _link.Send(new ReloadMessage(ReloadKind.Kept)
        {
            Text = $"{alive} old versions of the application are still in memory: something outside of it refers to them, such as a static event, a timer or a thread. Development goes on; restart the command when memory gets short.",
        }).ConfigureAwait(false);
    }

    /// <summary>How many old versions are left after a thorough look. A context goes over several collections, when the threads that ran its code have run something else.</summary>
    private async Task<int> Collect()
    {
        CodeCaches.Clear();
        for (var round = 0; ; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            lock (_gate)
            {
                _old.RemoveAll(static v => !v.IsAlive);
                if (_old.Count == 0 || round == CollectRounds)
                    return _old.Count;
            }

            await Task.Delay(20).ConfigureAwait(false);
        }
    }
}
