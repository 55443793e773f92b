using Zhar.Runtime;

namespace Zhar;

/// <summary>The server's side of the process loop: start, messages, continue steps, end.</summary>
public abstract partial class GenServer
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Type, TerminateFlag> TerminateFlags = [];

    internal override bool MayAwait => HasAsyncHandlers;

    /// <summary>Whether the type overrides <see cref="Terminate"/>, looked up once per type.</summary>
    internal sealed override bool HasTerminate => TerminateFlags.GetValue(GetType(), static type => new TerminateFlag(type)).Overridden;

    internal abstract object? StateObject { get; set; }

    internal sealed override object? StateForReport => FormatStatus(StateObject);

    internal abstract void ChangeCode(object? oldVersion, object? extra);

    internal override async ValueTask OnTerminate(ExitReason reason) => await Terminate(reason);

    internal sealed override ValueTask OnStart() => throw new System.Diagnostics.UnreachableException("A server is started through StartingServer. Please report this.");

    internal ValueTask RunInit(ServerStart start)
    {
        if (Core.ColdOrNull is { Via.IsNone: false } && !RegisterVia())
            return default;
        var pending = start.Init(this);
        if (!pending.IsCompletedSuccessfully)
            return Finish(pending);
        StartTicksIfRunning();
        return default;

        async ValueTask Finish(ValueTask init)
        {
            await init;
            StartTicksIfRunning();
        }
    }

    internal SysDebug? Debug
    {
        get => Core.ColdOrNull?.Server as SysDebug;
        set => Core.Cold.Server = value;
    }

    internal SysDebug EnsureDebug() => Debug ??= new SysDebug();

    internal override ValueTask OnMessage(object message)
    {
        if (Core.ColdOrNull?.Server is not null)
            Debug?.Note(Core, new SysEvent(SysEventKind.In, message));
        return DispatchInfo(message);
    }

    internal override ValueTask OnServerMessage(ServerMessage message)
    {
        if (Core.ColdOrNull?.Server is not null)
            return Observed(message);
        return message.InvokeOn(this);
    }

    private async ValueTask Observed(ServerMessage message)
    {
        var text = message.ToString()!; // now: once answered, the object may carry another request
        Debug?.Note(Core, new SysEvent(SysEventKind.In, text));
        var call = message as CallMessage;
        var version = call?.Version ?? 0;
        await message.InvokeOn(this);
        if (call?.IsPendingAs(version) == false)
            Debug?.Note(Core, new SysEvent(SysEventKind.Out, text));
    }

    internal ValueTask RunContinue(object step)
    {
        if (Core.ColdOrNull?.Server is not null)
            Debug?.Note(Core, new SysEvent(SysEventKind.In, step));
        return DispatchContinue(step);
    }

    /// <summary>Replies after Terminate has run, also when it fails.</summary>
    internal void ReplyAfterStop<T>(CallMessage<T> call, int version, T value)
    {
        // Kept out of the calls that fail with the process: this one is answered.
        call.Deferred = true;
        Core.Cold.AfterStop += () => call.Reply(version, value);
        Core.Cold.AnsweredCall = call;
    }

    private void StartTicksIfRunning()
    {
        if (Core.ColdOrNull?.StopReason is null)
            StartTicks();
    }

    private bool RegisterVia()
    {
        var via = Core.Cold.Via;
        if (via.Registry!.RegisterName(via.Key!, Self))
            return true;
        var owner = via.Registry.WhereisName(via.Key!);
        Core.Cold.Via = default;
        Core.InitEnded(InitKind.Error, ExitReason.Of("already_started", owner));
        return false;
    }

    private sealed class TerminateFlag(Type type)
    {
        internal readonly bool Overridden = FindTerminate(type);

        [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Terminate is called virtually, so an override is always kept.")]
        private static bool FindTerminate(Type type) =>
            type.GetMethod(nameof(Terminate), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic, [typeof(ExitReason)])?.DeclaringType != typeof(GenServer);
    }
}
