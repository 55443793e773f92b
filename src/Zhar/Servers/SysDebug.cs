using Zhar.Runtime;

namespace Zhar;

/// <summary>What <see cref="Sys"/> has switched on for one server.</summary>
internal sealed class SysDebug
{
    private readonly Queue<SysEvent> _log = new();

    internal int LogSize
    {
        get;
        set
        {
            field = value;
            while (_log.Count > value)
                _log.Dequeue();
        }
    }

    internal IReadOnlyList<SysEvent> Log => [.. _log];

    internal SysStatistics? Statistics { get; set; }

    internal bool Traces { get; set; }

    internal Dictionary<object, Func<SysEvent, bool>> Functions { get; } = [];

    internal void Note(ProcessCore core, SysEvent e)
    {
        if (LogSize > 0)
        {
            if (_log.Count == LogSize)
                _log.Dequeue();
            _log.Enqueue(e);
        }

        if (Statistics is { } s)
            Statistics = e.Kind == SysEventKind.In ? s with { MessagesIn = s.MessagesIn + 1 } : s with { MessagesOut = s.MessagesOut + 1 };
        if (Traces)
            core.Node.Log.SysTrace(core.DisplayName, e.Kind.ToString(), e.Message.ToString() ?? "");
        foreach (var (id, function) in Functions.ToArray())
        {
            bool done;
            try
            {
                done = function(e);
            }
            catch (Exception)
            {
                done = true; // a failing debug function is removed, and the server goes on (OTP sys:install/2)
            }

            if (done)
                Functions.Remove(id);
        }
    }
}
