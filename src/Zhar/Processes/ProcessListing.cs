using System.Globalization;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Answers a <see cref="ProcessQuery"/>: one pass that keeps the best, so that neither the memory nor the rows grow with the number of processes.</summary>
internal static class ProcessListing
{
    private const int MaxMailbox = 10_000, MaxMessage = 200;

    internal static ProcessPage Run(ProcessTable table, ProcessQuery query)
    {
        var total = table.Count;
        var wanted = query.Offset + query.Limit;
        var best = new PriorityQueue<ProcessCore, Key>(new WorstFirst(query.Descending));
        var filter = Filter.Of(query.Search);
        var perPart = Math.Max(1, query.MaxExamined / ProcessTable.Parts);
        var part = new List<ProcessCore>();
        var (examined, matched) = (0, 0);
        for (var i = 0; i < ProcessTable.Parts; i++)
        {
            part.Clear();
            table.CopyPart(i, part, perPart);
            examined += part.Count;
            foreach (var core in part)
            {
                if (!filter.Accepts(core))
                    continue;
                matched++;
                if (wanted == 0)
                    continue;
                var key = KeyOf(core, query.OrderBy);
                if (best.Count < wanted)
                    best.Enqueue(core, key);
                else
                    best.EnqueueDequeue(core, key);
            }
        }

        var rows = new ProcessRow[Math.Max(0, best.Count - query.Offset)];
        for (var i = rows.Length - 1; i >= 0; i--)
            rows[i] = Row(best.Dequeue());
        return new ProcessPage(rows, matched, examined, Math.Max(total, examined));
    }

    internal static ProcessRow Row(ProcessCore core) => new(
        core.Pid,
        NameOf(core),
        core.Behaviour?.ModuleName ?? "",
        core.Status,
        core.MailboxLengthUpTo(MaxMailbox),
        core.ColdOrNull?.Restarts ?? 0,
        TimeSpan.FromMilliseconds(core.BusyMilliseconds),
        Message(core),
        core.Cold.Handled);

    /// <summary>What the process handles now. It runs code of the application on this thread, which may fail or meet a message that was just reused.</summary>
    internal static string? Message(ProcessCore core)
    {
        try
        {
            return core.CurrentMessage?.ToString() is { } text ? CrashLog.Shorten(text, MaxMessage) : null;
        }
        catch (Exception e)
        {
            return $"({e.GetType().Name} in ToString)";
        }
    }

    private static string? NameOf(ProcessCore core) => core.ColdOrNull is { } cold ? cold.Name ?? cold.Label ?? (cold.Via.IsNone ? null : cold.Via.ToString()) : null;

    private static Key KeyOf(ProcessCore core, ProcessOrder order) => order switch
    {
        ProcessOrder.Name => new(NameOf(core), core.Id),
        ProcessOrder.Module => new(core.Behaviour?.ModuleName, core.Id),
        ProcessOrder.MailboxLength => new(core.IsIdle ? 0 : core.MailboxLengthUpTo(MaxMailbox), core.Id),
        ProcessOrder.Restarts => new(core.ColdOrNull?.Restarts ?? 0, core.Id),
        ProcessOrder.Busy => new(core.BusyMilliseconds, core.Id),
        _ => new(core.Id, core.Id),
    };

    private readonly struct Key
    {
        internal Key(string? text, long id) => (Text, IsText, Id) = (text, true, id);

        internal Key(long number, long id) => (Number, Id) = (number, id);

        private string? Text { get; }

        private bool IsText { get; }

        private long Number { get; }

        private long Id { get; }

        /// <summary>Below zero: this one comes first. Equal ones by age, and those without a text last, whatever the direction.</summary>
        internal int CompareTo(Key other, bool descending)
        {
            if (IsText && (Text is null || other.Text is null))
                return Text is null && other.Text is null ? Id.CompareTo(other.Id) : Text is null ? 1 : -1;
            var order = IsText ? string.Compare(Text, other.Text, StringComparison.OrdinalIgnoreCase) : Number.CompareTo(other.Number);
            if (order == 0)
                return Id.CompareTo(other.Id);
            return descending ? -order : order;
        }
    }

    /// <summary>The heap gives up what comes last in the listing.</summary>
    private sealed class WorstFirst(bool descending) : IComparer<Key>
    {
        public int Compare(Key x, Key y) => y.CompareTo(x, descending);
    }

    private readonly struct Filter
    {
        private readonly string? _text;
        private readonly long? _number;
        private readonly bool _isPid;

        private Filter(string text)
        {
            _text = text;
            _isPid = text[0] == '#';
            var digits = _isPid ? text[(text.LastIndexOf('.') + 1)..].TrimStart('#').TrimEnd('>') : text;
            _number = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        internal static Filter Of(string? search) => string.IsNullOrWhiteSpace(search) ? default : new(search.Trim());

        internal bool Accepts(ProcessCore core) =>
            _text is null || core.Id == _number || (!_isPid && HasText(core));

        private bool HasText(ProcessCore core) => Has(NameOf(core)) || Has(core.ColdOrNull?.Label) || Has(core.Behaviour?.ModuleName);

        private bool Has(string? text) => text?.Contains(_text!, StringComparison.OrdinalIgnoreCase) == true; // asked only when there is one
    }
}
