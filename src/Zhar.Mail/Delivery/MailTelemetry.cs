using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Mail;

/// <summary>Names of the mailer's meter, instruments and activity source.</summary>
public static class MailTelemetry
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "Zhar.Mail";

    /// <summary>The name of the <see cref="ActivitySource"/>. One span a delivery: <c>mailer.deliver</c>.</summary>
    public const string SourceName = "Zhar.Mail";

    /// <summary>How long deliveries took, in seconds, by <c>adapter</c> and, where they failed, <c>error.type</c>.</summary>
    public const string DurationName = "zhar.mail.duration";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(DurationName, "s", "How long deliveries took.");

    internal static Activity? Start(Mailer mailer, Email email)
    {
        var span = Source.StartActivity("mailer.deliver", ActivityKind.Client);
        span?.SetTag("mail.adapter", mailer.AdapterName).SetTag("mail.recipients", email.Recipients.Count());
        return span;
    }

    internal static void Delivered(Mailer mailer, long start) =>
        Duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("adapter", mailer.AdapterName));

    internal static void Failed(Mailer mailer, long start, Exception e) => Duration.Record(
        Stopwatch.GetElapsedTime(start).TotalSeconds,
        new KeyValuePair<string, object?>("adapter", mailer.AdapterName),
        new KeyValuePair<string, object?>("error.type", e is MailException { Failure: var failure } ? failure.ToString() : e.GetType().Name));
}
