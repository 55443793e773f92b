using Zhar.Runtime;

namespace Zhar.Dashboard;

/// <summary>What one page shows of one process.</summary>
/// <param name="Number">The number of its pid.</param>
/// <param name="Info">What is known of it; <c>null</c> once it has ended.</param>
/// <param name="Row">Its figures; <c>null</c> once it has ended.</param>
/// <param name="State">Its state as text; <c>null</c> when it is not shown.</param>
/// <param name="StateTrouble">Why the state is not known.</param>
/// <param name="Crash">The last crash of this process, or of one before it in its place.</param>
/// <param name="Successor">Who has its name now, when that is another process.</param>
internal sealed record ProcessLook(long Number, ProcessInfo? Info, ProcessRow? Row, string? State, string? StateTrouble, CrashReport? Crash, Pid Successor)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Looks at the process, and asks it for its state.</summary>
    internal static async ValueTask<ProcessLook> Take(Node node, long number, DashboardContext context)
    {
        var core = number > 0 ? node.Processes.Find(number) : null;
        if (core is null || Process.Info(core.Pid) is not { } info)
        {
            var own = node.RecentCrashes.FirstOrDefault(c => c.Number == number);
            return new(number, null, null, null, null, own, own?.RegisteredName is { } name ? node.WhereIs(name) : default);
        }

        var (state, trouble) = context.ShowsState ? await StateOf(core, context.Options.FilterNames) : (null, "It is not shown: set ShowState where the dashboard is mounted.");
        return new(number, info, ProcessListing.Row(core), state, trouble, CrashOf(node, core, info), default);
    }

    private static async ValueTask<(string? State, string? Trouble)> StateOf(ProcessCore core, IReadOnlyList<string> secrets)
    {
        if (core.Behaviour is not GenServer)
            return (null, core.Behaviour is StartingServer ? "It has not ended its Init yet." : "It is no server: it keeps what it has in its variables.");
        if (core.Pid == Process.Self)
            return (null, "This is the page that you look at: it cannot ask itself.");
        try
        {
            var status = await Sys.GetStatus(core.Pid, Patience);
            return (StateText.Of(status.State, secrets), null);
        }
        catch (CallExitException e)
        {
            return (null, e.Reason == ExitReason.Timeout ? $"It did not answer within {Format.Time(Patience)}: it is busy." : $"It did not tell: {e.Reason}.");
        }
    }

    private static CrashReport? CrashOf(Node node, ProcessCore core, ProcessInfo info)
    {
        var parent = core.Lineage.ParentName;
        return node.RecentCrashes.FirstOrDefault(c => info.RegisteredName is { } name ? c.RegisteredName == name : c.RegisteredName is null && c.Module == info.InitialCall && c.Parent == parent);
    }
}
