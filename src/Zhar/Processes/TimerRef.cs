using Zhar.Runtime;

namespace Zhar;

/// <summary>A timer that was started with <see cref="Process.SendAfter(Pid, TimeSpan, object)"/> or <see cref="Process.StartTimer(Pid, TimeSpan, object)"/>.</summary>
public sealed class TimerRef : ProcessRef
{
    internal TimerRef(Node node, ReceiveMark? mark)
    {
        Node = node;
        Mark = mark;
    }

    internal override ReceiveMark? Mark { get; }

    internal Node Node { get; }

    internal TimerEntry? Entry { get; set; }

    /// <summary>Names the timer in logs.</summary>
    public override string ToString() => $"#Timer<{(Entry is null ? "done" : Entry.Due.ToString(System.Globalization.CultureInfo.InvariantCulture))}>";
}
