using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace ShowcaseWeb;

/// <summary>How the program is doing, each second. A live view inside of a plain page.</summary>
public sealed partial class PulseLive : LiveView<PulseLive.Numbers>
{
    public sealed record Numbers(int Processes, TimeSpan Uptime, long Memory);

    protected override ValueTask<Mount<Numbers>> Mount(Params p, Session session) => new(Look());

    [Tick("00:00:01")] private void Refresh() => State = Look();

    protected override Html Render(Numbers n) => $"""
        <dl class="pulse">
          <div><dt>Processes</dt><dd>{n.Processes}</dd></div>
          <div><dt>Up for</dt><dd>{Uptime(n.Uptime)}</dd></div>
          <div><dt>Memory</dt><dd>{n.Memory >> 20} MB</dd></div>
        </dl>
        """;

    private static Numbers Look() => new(Node.Current.ProcessCount, DateTime.UtcNow - System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime(), GC.GetTotalMemory(false));

    private static string Uptime(TimeSpan time) => time.ToString(time.TotalHours < 1 ? @"m\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
}
