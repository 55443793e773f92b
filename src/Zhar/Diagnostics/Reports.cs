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
            state = behaviour?.StateForReport?.ToString() ?? "-";
        }
        catch (Exception e)
        {
            // A state that cannot be shown is hidden, never shown raw: FormatStatus may have been about to redact it.
            state = $"(not shown: {e.GetType().Name} in FormatStatus)";
        }

        core.Node.Log.Crash(
            reason.Exception,
            core.DisplayName,
            behaviour?.ModuleName ?? "-",
            reason.ToString(),
            last?.Describe?.ToString() ?? "-",
            state,
            string.Join(" < ", core.Lineage.Chain().Select(static l => l.ParentName)),
            string.Join(", ", core.CopyLinks()?.OfType<PidTarget>().Select(static t => new Pid(t).ToString()) ?? []),
            core.MailboxLength,
            core.ColdOrNull?.Restarts ?? 0);
    }
}
