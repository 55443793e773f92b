using Zhar.Runtime;

namespace Zhar;

/// <summary>Crash reports: what is known of a process at the moment it ends abnormally.</summary>
internal static class Reports
{
    internal static void Crash(ProcessCore core, ExitReason reason, Signal? last)
    {
        Telemetry.Crashes.Add(1);
        var behaviour = core.Behaviour;
        string state;
        try
        {
            // A process that is declared dead while its code runs on is reported by another thread, and that one must not run the application's code.
            state = ReferenceEquals(Scheduling.Executor.Current?.Process, core) ? behaviour?.StateForReport?.ToString() ?? "-" : "(not shown: its code still runs)";
        }
        catch (Exception e)
        {
            // A state that cannot be shown is hidden, never shown raw: FormatStatus may have been about to redact it.
            state = $"(not shown: {e.GetType().Name} in FormatStatus)";
        }

        using var scope = core.Node.Log.BeginScope(Process.LogScopeOf(core));
        core.Node.Log.Crash(
            reason.Exception,
            core.DisplayName,
            behaviour?.ModuleName ?? "-",
            reason.ToString(),
            Describe(last),
            state,
            core.ColdOrNull?.Label ?? "-",
            string.Join(", ", core.Callers),
            string.Join(" < ", core.Lineage.Chain().Select(static l => l.ParentName)),
            string.Join(", ", core.CopyLinks()?.OfType<PidTarget>().Select(static t => new Pid(t).ToString()) ?? []),
            core.MailboxLength,
            core.ColdOrNull?.Restarts ?? 0);
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
}
