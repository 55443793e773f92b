using Zhar.Live;

namespace Zhar.Dashboard;

/// <summary>What the pages of a dashboard share, one for each page that is open.</summary>
internal sealed class DashboardContext(DashboardMount mount, bool isDevelopment, string prefix = "")
{
    internal const string Key = "zhar.dashboard";

    internal static readonly EventRef RefreshEvent = new("dashboard-refresh");

    private int _ticks;

    internal DashboardMount Mount => mount;

    internal DashboardOptions Options => mount.Options;

    /// <summary>Whether processes may be killed from the page.</summary>
    internal bool CanKill => isDevelopment;

    internal bool ShowsState => mount.Options.ShowState ?? isDevelopment;

    /// <summary>How often a page looks again, in seconds; 0: never.</summary>
    internal int RefreshSeconds
    {
        get;
        set => field = Math.Clamp(value, 0, 60);
    } = 2;

    /// <summary>A message as it may be shown: where states are not, without what is in it.</summary>
    internal string? Shown(string? message)
    {
        if (ShowsState || message is null)
            return message;
        var end = message.AsSpan().IndexOfAny("( {[<\"=");
        return end < 0 ? message : end == 0 ? "(hidden)" : message[..end] + "…";
    }

    internal static DashboardContext Of(LiveSocket socket) => socket.Assigned<DashboardContext>(Key);

    /// <summary>The path of a page: <c>To("/tree")</c>.</summary>
    internal string To(string page) => prefix + mount.Path + page;

    internal string ToProcess(long number) => To($"/processes/{number}");

    /// <summary>Counts a second. True: it is time to look again.</summary>
    internal bool IsDue()
    {
        if (RefreshSeconds == 0 || ++_ticks < RefreshSeconds)
            return false;
        _ticks = 0;
        return true;
    }
}
