using Zhar.Runtime;

namespace Zhar;

/// <summary>Crash reports: what is known of a process at the moment it ends abnormally. Source: OTP proc_lib crash reports, Elixir Logger metadata.</summary>
internal static class Reports
{
    private const int UnhandledPauseMilliseconds = 1000;

    internal static void Crash(ProcessCore core, ExitReason reason, Signal? last)
    {
        Telemetry.Crashes.Add(1);
        var behaviour = core.Behaviour;
        using var scope = core.Node.Log.BeginScope(Metadata(core, reason));
        core.Node.Log.Crash(
            reason.Exception,
            core.DisplayName,
            behaviour?.ModuleName ?? "-",
            reason.ToString(),
            Text(last?.Describe) ?? "-",
            core.Node.Log.ShowsState ? State(behaviour) : "(shown at level Debug)",
            string.Join(" < ", core.Lineage.Chain().Select(static l => l.ParentName)),
            string.Join(", ", core.CopyLinks()?.OfType<PidTarget>().Select(static t => new Pid(t).ToString()) ?? []),
            core.MailboxLength,
            core.ColdOrNull?.Restarts ?? 0,
            Client(last)?.DisplayName ?? "-");
    }

    /// <summary>Warns that no handler takes a message: at once, then at most once a second for each process.</summary>
    internal static void Unhandled(ProcessCore core, string module, object message)
    {
        var cold = core.Cold;
        var now = core.Node.CoarseNow | 1; // 0 means never
        if (cold.UnhandledAt != 0 && now - cold.UnhandledAt < UnhandledPauseMilliseconds)
        {
            cold.UnhandledSkipped++;
            return;
        }

        cold.UnhandledAt = now;
        core.Node.Log.UnhandledMessage(core.DisplayName, module, message.GetType().Name, cold.UnhandledSkipped);
        cold.UnhandledSkipped = 0;
    }

    /// <summary>The values that structured logs carry beside the text, under the names that Elixir's Logger gives them.</summary>
    private static List<KeyValuePair<string, object?>> Metadata(ProcessCore core, ExitReason reason)
    {
        var scope = core.ScopeOrNull;
        List<KeyValuePair<string, object?>> values =
        [
            new("domain", "zhar"),
            new("pid", core.Pid.ToString()),
            new("initial_call", core.Behaviour?.ModuleName),
            new("registered_name", core.RegisteredName),
            new("crash_reason", reason.Exception ?? (object)reason),
        ];
        if (core.ColdOrNull?.Callers is { } callers)
            values.Add(new("callers", string.Join(", ", callers.Select(static c => c.ToString()))));
        if (scope?.Application is { } application)
            values.Add(new("application", application));
        if (scope is { Log.IsDefaultOrEmpty: false })
            values.AddRange(scope.Log);
        return values;
    }

    private static string State(ProcessBehaviour? behaviour)
    {
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

    private static string? Text(object? message)
    {
        try
        {
            return message?.ToString();
        }
        catch (Exception e)
        {
            return $"({message!.GetType().Name}, {e.GetType().Name} in ToString)";
        }
    }

    /// <summary>Whose call the process was handling.</summary>
    private static ProcessCore? Client(Signal? last) => ((last as TracedSignal)?.Inner ?? last) is CallMessage call ? call.Caller : null;
}
