using Zhar.Runtime;

namespace Zhar;

/// <summary>System messages: look into a running server, stop it handling messages for a while, change its state. Source: OTP sys.</summary>
/// <remarks>All of them wait their turn in the mailbox and are also handled while the server is suspended. Default timeout 5 s.</remarks>
public static class Sys
{
    /// <summary>Stops the handling of ordinary messages; they queue. Doing it twice is the same as once.</summary>
    public static async ValueTask Suspend(ServerRef server, CallOptions options = default) =>
        await Ask(server, options, "suspend", static (core, _) => core.IsSuspendedBySys = true).ConfigureAwait(true);

    /// <summary>Goes on after <see cref="Suspend"/>.</summary>
    public static async ValueTask Resume(ServerRef server, CallOptions options = default) =>
        await Ask(server, options, "resume", static (core, _) => core.IsSuspendedBySys = false).ConfigureAwait(true);

    /// <summary>The server's state, as it is.</summary>
    public static async ValueTask<TState> GetState<TState>(ServerRef server, CallOptions options = default) =>
        (TState)(await Ask(server, options, "get_state", static (_, s) => s.StateObject).ConfigureAwait(true))!;

    /// <summary>Applies <paramref name="change"/> to the state, inside the server, and returns the new one.</summary>
    /// <exception cref="CallExitException">The function failed: <c>callback_failed</c>; the state is unchanged and the server lives.</exception>
    public static async ValueTask<TState> ReplaceState<TState>(ServerRef server, Func<TState, TState> change, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return (TState)(await Ask(server, options, "replace_state", (_, s) => s.StateObject = change((TState)s.StateObject!)).ConfigureAwait(true))!;
    }

    /// <summary>What the server is doing, with its state as <c>FormatStatus</c> shows it.</summary>
    public static async ValueTask<SysStatus> GetStatus(ServerRef server, CallOptions options = default) =>
        (SysStatus)(await Ask(server, options, "get_status", static (core, s) => new SysStatus(
            core.Pid, s.ModuleName, core.IsSuspendedBySys, core.Lineage.Parent, s.StateForReport, s.Debug?.Log ?? [])).ConfigureAwait(true))!;

    /// <summary>Changes the state to a new version's by the server's <c>CodeChange</c>. The server has to be suspended.</summary>
    /// <exception cref="CallExitException">The server is not suspended (<c>unknown_system_msg</c>), or its CodeChange failed and the old state is kept.</exception>
    public static async ValueTask ChangeCode(ServerRef server, object? oldVersion = null, object? extra = null, CallOptions options = default) =>
        await Ask(server, options, "change_code", (core, s) =>
        {
            if (!core.IsSuspendedBySys)
                throw new ProcessExitException(ExitReason.Of("unknown_system_msg", "Suspend the server before its code is changed."));
            s.ChangeCode(oldVersion, extra);
            return null;
        }).ConfigureAwait(true);

    /// <summary>Asks the server to end with <paramref name="reason"/>; Terminate runs. Source: OTP sys:terminate/2.</summary>
    public static ValueTask Terminate(ServerRef server, ExitReason reason, TimeSpan? timeout = null) => GenServer.Stop(server, reason, timeout);

    /// <summary>Keeps the last <paramref name="size"/> events for <see cref="GetLog"/>. 0 turns it off.</summary>
    public static async ValueTask Log(ServerRef server, int size = 10, CallOptions options = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        await Ask(server, options, "log", (_, s) =>
        {
            s.EnsureDebug().LogSize = size;
            return null;
        }).ConfigureAwait(true);
    }

    /// <summary>The events that <see cref="Log"/> kept, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<SysEvent>> GetLog(ServerRef server, CallOptions options = default) =>
        (IReadOnlyList<SysEvent>)(await Ask(server, options, "get_log", static (_, s) => s.Debug?.Log ?? []).ConfigureAwait(true))!;

    /// <summary>Counts messages in and replies out, from now on or no longer.</summary>
    public static async ValueTask Statistics(ServerRef server, bool enabled, CallOptions options = default) =>
        await Ask(server, options, "statistics", (core, s) =>
        {
            s.EnsureDebug().Statistics = enabled ? new SysStatistics(core.Node.Clock.GetUtcNow(), 0, 0) : null;
            return null;
        }).ConfigureAwait(true);

    /// <summary>What <see cref="Statistics"/> counted, or <c>null</c> when it is off.</summary>
    public static async ValueTask<SysStatistics?> GetStatistics(ServerRef server, CallOptions options = default) =>
        (SysStatistics?)await Ask(server, options, "get_statistics", static (_, s) => s.Debug?.Statistics).ConfigureAwait(true);

    /// <summary>Writes each event to the log, or no longer.</summary>
    public static async ValueTask Trace(ServerRef server, bool enabled, CallOptions options = default) =>
        await Ask(server, options, "trace", (_, s) =>
        {
            s.EnsureDebug().Traces = enabled;
            return null;
        }).ConfigureAwait(true);

    /// <summary>Installs a function that sees each event until it returns <c>true</c> (done) or fails. Installing the same id twice changes nothing.</summary>
    public static async ValueTask Install(ServerRef server, object id, Func<SysEvent, bool> function, CallOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(function);
        await Ask(server, options, "install", (_, s) =>
        {
            s.EnsureDebug().Functions.TryAdd(id, function);
            return null;
        }).ConfigureAwait(true);
    }

    /// <summary>Removes what <see cref="Install"/> installed.</summary>
    public static async ValueTask Remove(ServerRef server, object id, CallOptions options = default) =>
        await Ask(server, options, "remove", (_, s) =>
        {
            s.Debug?.Functions.Remove(id);
            return null;
        }).ConfigureAwait(true);

    /// <summary>Turns log, statistics, trace and installed functions off.</summary>
    public static async ValueTask NoDebug(ServerRef server, CallOptions options = default) =>
        await Ask(server, options, "no_debug", static (core, s) =>
        {
            s.Debug = null;
            return null;
        }).ConfigureAwait(true);

    private static ValueTask<object?> Ask(ServerRef server, CallOptions options, string name, Func<ProcessCore, GenServer, object?> run) =>
        new SystemRequest(name, run).Call(server, options);

    /// <summary>One system message. A failing function fails the caller, never the server.</summary>
    private sealed class SystemRequest(string name, Func<ProcessCore, GenServer, object?> run) : CallMessage<object?>
    {
        internal override bool IsSystem => true;

        public override string ToString() => name;

        internal override ValueTask Deliver(ProcessBehaviour behaviour)
        {
            if (behaviour is not GenServer server)
            {
                Fail(ExitReason.Of("not_a_server", behaviour.ModuleName));
                return default;
            }

            try
            {
                Reply(run(server.Core, server));
            }
            catch (ProcessExitException e)
            {
                Fail(e.Reason);
            }
            catch (Exception e)
            {
                Fail(ExitReason.Of("callback_failed", e));
            }

            return default;
        }

        protected override CallMessage Copy() => new SystemRequest(name, run);

        protected override void Recycle()
        {
        }

        protected override ValueTask Invoke(GenServer server) => default;
    }
}

/// <summary>A look at a server. <paramref name="State"/> is what <c>FormatStatus</c> shows.</summary>
public sealed record SysStatus(Pid Pid, string Module, bool IsSuspended, Pid Parent, object? State, IReadOnlyList<SysEvent> Log);

/// <summary>Something that a server did: took a message in, or sent a reply out.</summary>
public sealed record SysEvent(SysEventKind Kind, object Message);

/// <summary>The direction of a <see cref="SysEvent"/>.</summary>
public enum SysEventKind
{
    /// <summary>A message was taken from the mailbox.</summary>
    In,

    /// <summary>A reply was sent.</summary>
    Out,
}

/// <summary>Counters of a server since <paramref name="StartTime"/>.</summary>
public sealed record SysStatistics(DateTimeOffset StartTime, long MessagesIn, long MessagesOut);
