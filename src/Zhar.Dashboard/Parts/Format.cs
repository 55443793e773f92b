using System.Globalization;

namespace Zhar.Dashboard;

/// <summary>Figures as text, short enough for a table.</summary>
internal static class Format
{
    private static readonly string[] Sizes = ["B", "kB", "MB", "GB", "TB"];

    internal static string Bytes(double bytes)
    {
        var unit = 0;
        for (; Math.Abs(bytes) >= 1000 && unit < Sizes.Length - 1; unit++)
            bytes /= 1024;
        return unit == 0 ? $"{Number(bytes)} B" : string.Create(CultureInfo.InvariantCulture, $"{bytes:0.0} {Sizes[unit]}");
    }

    /// <summary>With thin groups: 100 000.</summary>
    internal static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    internal static string Number(double number) => Math.Abs(number) switch
    {
        0 => "0",
        >= 1000 => Count((long)Math.Round(number)),
        >= 100 => number.ToString("0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.ToString("0.####", CultureInfo.InvariantCulture),
    };

    internal static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0",
        < 0.000_001 => $"{Number(time.TotalNanoseconds)} ns",
        < 0.001 => $"{Number(time.TotalMicroseconds)} µs",
        < 1 => $"{Number(time.TotalMilliseconds)} ms",
        < 120 => $"{Number(time.TotalSeconds)} s",
        _ => Long(time),
    };

    /// <summary>A length of time in its two largest units.</summary>
    internal static string Long(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{(int)time.TotalDays} d {time.Hours} h",
        { TotalHours: >= 1 } => $"{time.Hours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalSeconds} s",
    };

    internal static string Clock(DateTimeOffset time) => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    internal static string Rate(double? perSecond) => perSecond is not { } rate ? "–" : rate is > 0 and < 10 ? rate.ToString("0.#", CultureInfo.InvariantCulture) : Number(Math.Round(rate));

    /// <summary>A measured value in the unit of its instrument.</summary>
    internal static string Measured(double value, string unit) => unit switch
    {
        "s" => Time(TimeSpan.FromSeconds(Math.Min(value, 1e9))),
        "ms" => Time(TimeSpan.FromMilliseconds(Math.Min(value, 1e12))),
        "By" => Bytes(value),
        _ when unit.StartsWith('{') => $"{Number(value)} {unit.Trim('{', '}')}",
        _ => unit.Length == 0 ? Number(value) : $"{Number(value)} {unit}",
    };

    /// <summary>The name of a type without its namespace.</summary>
    internal static string Module(string module)
    {
        var end = module.IndexOf('`', StringComparison.Ordinal);
        var at = module.LastIndexOf('.', end < 0 ? module.Length - 1 : end);
        return at < 0 ? module : module[(at + 1)..];
    }
}
