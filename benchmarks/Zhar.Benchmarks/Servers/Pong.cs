using System.Diagnostics;

namespace Zhar.Benchmarks.Servers;

/// <summary>The other end of a ping.</summary>
internal sealed partial class Pong : GenServer<PingLog>
{
    private Init<PingLog> Init(PingLog log) => Ok(log);

    /// <summary>Always through the scheduler: that is what is measured.</summary>
    [Call(NoInline = true)]
    private int Answer() => 0;

    /// <summary>Notes how long the message was under way.</summary>
    [Cast]
    private void Arrived(long sentAt) => State.Add(Stopwatch.GetTimestamp() - sentAt);
}
