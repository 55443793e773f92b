using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>How a crash is shown.</summary>
internal static class CrashParts
{
    internal static Html Show(CrashReport crash) => $"""
        {DataList(
            ("When", Html.Text($"{crash.Time:yyyy-MM-dd HH:mm:ss} UTC")),
            ("Process", Html.Text(crash.Process)),
            ("Reason", Html.Text(crash.Reason)),
            ("Handled", Html.Text(crash.LastMessage)),
            ("Mailbox", Html.Text(Format.Count(crash.MailboxLength))),
            ("Restarts before", Html.Text(Format.Count(crash.Restarts))))}
        {When(crash.Exception, e => $"<pre class=\"zd-state\" tabindex=\"0\">{e}</pre>")}
        """;
}
