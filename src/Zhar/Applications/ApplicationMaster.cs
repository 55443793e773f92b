using Zhar.Runtime;

namespace Zhar;

/// <summary>The process of one running application: parent of its top supervisor, and where its callbacks run. Source: OTP application_master.</summary>
internal sealed class ApplicationMaster
{
    /// <summary>Under these a process inherits the name of its application and, when it has a container of its own, its services.</summary>
    internal static readonly object NameKey = new(), ServicesKey = new();

    private readonly Node _node;
    private readonly ZharApplication _application;
    private readonly IServiceProvider? _services;
    private readonly Action<ApplicationMaster> _onStart;
    private readonly Action<ApplicationMaster, ExitReason> _onEnd;
    private readonly TaskCompletionSource<Result<Unit>> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProcessCore? _core;
    private ExitReason? _topReason;
    private volatile bool _isRunning;

    internal ApplicationMaster(Node node, ZharApplication application, IServiceProvider? services, Action<ApplicationMaster> onStart, Action<ApplicationMaster, ExitReason> onEnd)
    {
        _onStart = onStart;
        _node = node;
        _application = application;
        _services = services;
        _onEnd = onEnd;
    }

    /// <summary>The outcome of the start.</summary>
    internal Task<Result<Unit>> Started => _started.Task;

    /// <summary>Ends when the process is gone, with everything that it started.</summary>
    internal Task Ended => _ended.Task;

    internal Pid Pid => _core!.Pid;

    /// <summary>The top supervisor, while it runs.</summary>
    internal Pid Top { get; private set; }

    /// <summary>Whether the end was asked for.</summary>
    internal bool IsStopping { get; private set; }

    internal void Start()
    {
        _core = _node.Create(new RawBehaviour(Run), null, link: false);
        _core.Cold.Silent = true;
        _core.Cold.AfterStop = End;
        _node.Scheduler.Schedule(_core);
    }

    internal void RequestStop()
    {
        IsStopping = true;
        _core!.Push(new MessageSignal(StopMessage.Instance));
    }

    /// <summary>Ends the tree without asking it.</summary>
    internal void Kill()
    {
        if (!Top.IsNone)
            Process.Exit(Top, ExitReason.Kill);
        _core!.OnExitSignal(default, ExitReason.Kill);
    }

    /// <summary>The process is gone.</summary>
    private void End()
    {
        var reason = _core!.ExitReason ?? ExitReason.Killed;
        _started.TrySetResult(new Error<Unit>(reason));
        if (_isRunning)
            _onEnd(this, _topReason ?? reason);
        _ended.TrySetResult();
    }

    private async Task Run(ProcessContext self)
    {
        var name = _application.Definition.Name;
        Process.TrapExit = true;
        Process.SetLabel($"application {name}");
        Process.PutInherited(NameKey, name);
        Process.PutInherited(ServicesKey, _services);

        var start = await StartTree().ConfigureAwait(true);
        if (start is not Started started)
        {
            _started.TrySetResult(new Error<Unit>(start is StartFailed failed ? failed.Reason : ExitReason.Of("ignore")));
            return;
        }

        Top = started.Pid;
        _isRunning = true;
        _onStart(this);
        _started.TrySetResult(new Ok<Unit>(default));
        if (await NextEvent(self).ConfigureAwait(true) is Exit own)
        {
            await Callback(_application.CallPrepStop, nameof(_application.CallPrepStop)).ConfigureAwait(true);
            _topReason = own.Reason;
        }
        else
        {
            await Callback(_application.CallPrepStop, nameof(_application.CallPrepStop)).ConfigureAwait(true);
            Process.Exit(Top, ExitReason.Shutdown);
            var exit = await self.Receive<Exit>(e => e.From == Top).ConfigureAwait(true);
            _topReason = exit.Reason;
        }

        Top = default;
        await Callback(_application.CallStop, nameof(_application.CallStop)).ConfigureAwait(true);
    }

    private async ValueTask<StartResult> StartTree()
    {
        try
        {
            return await Supervisor.TryStartLink(_application.CallStart()).ConfigureAwait(true);
        }
        catch (Exception e)
        {
            return new StartFailed(ExitReason.Error(e));
        }
    }

    /// <summary>The exit of the top supervisor, or the request to stop. Anything else that is sent to this process is dropped.</summary>
    private async ValueTask<object> NextEvent(ProcessContext self)
    {
        while (true)
        {
            var message = await self.Receive().ConfigureAwait(true);
            if (message is StopMessage || (message is Exit exit && exit.From == Top))
                return message;
        }
    }

    /// <summary>A stop goes on when a callback of it fails.</summary>
    private async ValueTask Callback(Func<ValueTask> callback, string name)
    {
        try
        {
            await callback().ConfigureAwait(true);
        }
        catch (Exception e) when (e is not ProcessExitException || !_core!.IsExiting)
        {
            _node.Log.ApplicationCallback(e, _application.Definition.Name, name[4..]);
        }
    }

    private sealed class StopMessage
    {
        internal static readonly StopMessage Instance = new();
    }
}
