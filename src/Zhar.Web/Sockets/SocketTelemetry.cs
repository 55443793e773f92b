using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Web;

/// <summary>The measurements and spans of sockets and channels, under the names of Phoenix' telemetry events.</summary>
internal static class SocketTelemetry
{
    internal const string SocketConnected = "phoenix.socket_connected";
    internal const string SocketDrain = "phoenix.socket_drain";
    internal const string ChannelJoined = "phoenix.channel_joined";
    internal const string ChannelHandledIn = "phoenix.channel_handled_in";

    internal static ActivitySource Source => WebTelemetry.Source;

    private static Meter Meter => WebTelemetry.Meter;

    private static readonly Histogram<double> ConnectTime = Meter.CreateHistogram<double>(SocketConnected, "s", "How long Connect took, by socket, transport and result.");
    private static readonly Histogram<double> JoinTime = Meter.CreateHistogram<double>(ChannelJoined, "s", "How long a join took, by channel and result.");
    private static readonly Histogram<double> HandleTime = Meter.CreateHistogram<double>(ChannelHandledIn, "s", "How long a message of a client took, by channel and event.");
    private static readonly Counter<long> Drains = Meter.CreateCounter<long>(SocketDrain, description: "Connections that were ended because the server stops.");

    /// <summary>Whether anybody measures the messages of clients.</summary>
    internal static bool MeasuresMessages => HandleTime.Enabled || Source.HasListeners();

    internal static void Connected(long started, string socket, string transport, bool accepted)
    {
        if (ConnectTime.Enabled)
            ConnectTime.Record(Seconds(started), new("socket", socket), new("transport", transport), new("result", accepted ? "ok" : "error"));
    }

    internal static void Joined(long started, string channel, bool accepted)
    {
        if (JoinTime.Enabled)
            JoinTime.Record(Seconds(started), new("channel", channel), new("result", accepted ? "ok" : "error"));
    }

    /// <param name="started">When.</param>
    /// <param name="channel">The class.</param>
    /// <param name="event">The event; one that the channel does not know counts as <c>other</c>, so that a client cannot make new series.</param>
    internal static void HandledIn(long started, string channel, string @event)
    {
        if (HandleTime.Enabled)
            HandleTime.Record(Seconds(started), new("channel", channel), new("event", @event));
    }

    internal static void Drained(string socket, string transport) => Drains.Add(1, new("socket", socket), new("transport", transport));

    private static double Seconds(long started) => Stopwatch.GetElapsedTime(started).TotalSeconds;
}
