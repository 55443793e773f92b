using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Data;

/// <summary>Names of the data layer's meter, instruments and activity source.</summary>
/// <remarks>Each statement is one span and one measurement, tagged with the repo, the table (<c>source</c>), what it does (<c>kind</c>) and how it ended (<c>result</c>).</remarks>
public static class DataTelemetry
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "Zhar.Data";

    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "Zhar.Data";

    /// <summary>How long statements take, in milliseconds: from the wait for a connection to the last row.</summary>
    public const string DurationName = "zhar.repo.duration";

    /// <summary>How long callers wait for a connection, in milliseconds.</summary>
    public const string QueueTimeName = "zhar.repo.queue_time";

    /// <summary>Callers that were refused because the pool was full.</summary>
    public const string RefusedName = "zhar.repo.refused";

    /// <summary>Connections that were lost.</summary>
    public const string LostName = "zhar.repo.connections.lost";

    /// <summary>The tag with the repo's class.</summary>
    public const string RepoTag = "repo";

    /// <summary>The tag with the table.</summary>
    public const string SourceTag = "source";

    /// <summary>The tag with what the statement does.</summary>
    public const string KindTag = "kind";

    /// <summary>The tag with <c>ok</c> or <c>error</c>.</summary>
    public const string ResultTag = "result";

    internal static readonly ActivitySource Source = new(SourceName);
    internal static readonly Meter Meter = new(MeterName);
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "ms", "How long statements take.");
    internal static readonly Histogram<double> QueueTime = Meter.CreateHistogram<double>(QueueTimeName, "ms", "How long callers wait for a connection.");
    internal static readonly Counter<long> Refused = Meter.CreateCounter<long>(RefusedName, description: "Callers that were refused because the pool was full.");
    internal static readonly Counter<long> Lost = Meter.CreateCounter<long>(LostName, description: "Connections that were lost.");
}
