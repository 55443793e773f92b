namespace Zhar;

/// <summary>A look at the mailboxes of some processes of a node, cheap enough to be taken every few seconds.</summary>
/// <param name="Longest">The number of messages in the longest mailbox that was seen.</param>
/// <param name="Age">How long the oldest message behind one that is being handled has waited at least.</param>
/// <param name="Oldest">The process that holds it up; the default value when none waits.</param>
internal readonly record struct MailboxSample(int Longest, TimeSpan Age, Pid Oldest)
{
    private const int PerShard = 64; // of 16 shards: about a thousand processes

    internal static MailboxSample Of(Node node)
    {
        var longest = 0;
        var age = 0;
        Pid oldest = default;
        foreach (var process in node.Processes.Sample(PerShard))
        {
            if (process.IsIdle)
                continue;
            var length = process.MailboxLength;
            longest = Math.Max(longest, length);
            if (length == 0)
                continue;

            // Messages carry no time; but what is queued behind a handler has waited at least since the handler began.
            var busy = process.BusyMilliseconds;
            if (busy <= age)
                continue;
            age = busy;
            oldest = process.Pid;
        }

        return new(longest, TimeSpan.FromMilliseconds(age), oldest);
    }
}
