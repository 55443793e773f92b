using Microsoft.Extensions.Logging;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Crash reports: what is known of a process at the moment it ends abnormally. Source: OTP proc_lib crash reports, Elixir Logger metadata.</summary>
internal static class Reports
{
    internal static void Crash(ProcessCore core, ExitReason reason, Signal? last)
    {
        Telemetry.Crashes.Add(1);
        var behaviour = core.Behaviour;
        var module = behaviour?.ModuleName ?? "-";
        var message = Describe(last);
        var state = core.Node.Log.ShowsState ? State(core, behaviour) : "(shown at level Debug)";
        core.Node.Crashes.Add(new CrashReport
        {
            Time = core.Node.Crashes.Now,
            Number = core.Id,
            Process = core.DisplayName,
            RegisteredName = core.RegisteredName,
            Module = module,
            Parent = core.Lineage.ParentName,
            Reason = CrashLog.Shorten(reason.ToString()),
            Exception = core.Node.Crashes.TextOf(reason.Exception),
            LastMessage = CrashLog.Shorten(message),
            State = CrashLog.Shorten(state),
            MailboxLength = core.MailboxLengthUpTo(100_000),
            Restarts = core.ColdOrNull?.Restarts ?? 0,
        });
        using var scope = core.Node.Log.BeginScope(Metadata(core, reason));
        core.Node.Log.Crash(
            core.Behaviour is StartingServer ? LevelOfStart(core) : LogLevel.Error,
            reason.Exception,
            core.DisplayName,
            module,
            reason.ToString(),
            message,
            state,
            core.ColdOrNull?.Label ?? "-",
            string.Join(", ", core.Callers),
            string.Join(" < ", core.Lineage.Chain().Select(static l => l.ParentName)),
            string.Join(", ", core.CopyLinks()?.OfType<PidTarget>().Select(static t => new Pid(t).ToString()) ?? []),
            core.MailboxLength,
            core.ColdOrNull?.Restarts ?? 0,
            Client(last)?.DisplayName ?? "-");
    }

    /// <summary>
    /// How loud a failed start is reported. While an application starts, the reason goes up to whoever starts it, who shows it once: the reports on the way
    /// are detail then.
    /// </summary>
    internal static LogLevel LevelOfStart(ProcessCore core) =>
        core.ApplicationName is { } application && core.Node.Applications.Find(application) is { State: ApplicationState.Starting } ? LogLevel.Debug : LogLevel.Error;

    /// <summary>The values that structured logs carry beside the text, under the names that Elixir's Logger gives them.</summary>
    private static List<KeyValuePair<string, object?>> Metadata(ProcessCore core, ExitReason reason)
    {
        List<KeyValuePair<string, object?>> values =
        [
            new("domain", "zhar"),
            new("pid", core.Pid.ToString()),
            new("initial_call", core.Behaviour?.ModuleName),
            new("registered_name", core.RegisteredName),
            new("crash_reason", reason.Exception ?? (object)reason),
        ];
        if (core.Callers.Count > 0)
            values.Add(new("callers", string.Join(", ", core.Callers)));
        if (core.ApplicationName is { } application)
            values.Add(new("application", application));
        if (Process.LogScopeOf(core) is { } own)
            values.AddRange(own);
        return values;
    }

    private static string State(ProcessCore core, ProcessBehaviour? behaviour)
    {
        // A process that is declared dead while its code runs on is reported by another thread, and that one must not run the application's code.
        if (!ReferenceEquals(Scheduling.Executor.Current?.Process, core))
            return "(not shown: its code still runs)";
        try
        {
            return behaviour?.StateForReport?.ToString() ?? "-";
        }
        catch (Exception e)
        {
            // A state that cannot be shown is hidden, never shown raw: FormatStatus may have been about to redact it.
            return $"(not shown: {e.GetType().Name} in FormatStatus)";
        }
    }

    private static string Describe(Signal? last)
    {
        try
        {
            return last?.Describe.ToString() ?? "-";
        }
        catch (Exception e)
        {
            return $"{last!.GetType().Name} ({e.GetType().Name} in ToString)";
        }
    }

    /// <summary>Whose call the process was handling.</summary>
    private static ProcessCore? Client(Signal? last) => ((last as TracedSignal)?.Inner ?? last) is CallMessage call ? call.Caller : null;
}
