using System.Globalization;

namespace Zhar.Data;

/// <summary>Casts of values from outside to dates and times, to the microsecond: what is finer is cut off, as the databases cannot hold it.</summary>
internal static class TimeCasts
{
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    private static readonly string[] OffsetFormats = [@"hh\:mm", "hhmm", "hh"];

    private static readonly string[] DateTimeFormats = [.. from separator in (string[])["'T'", "' '"] from time in TimeFormats select $"yyyy-MM-dd{separator}{time}"];

    public static CastResult Date(object input) => input switch
    {
        DateOnly => CastResult.Ok(input),
        DateTime time => CastResult.Ok(DateOnly.FromDateTime(time)),
        string text => Date(text),
        Params parts => DateFrom(parts, out _),
        _ => CastResult.Invalid(),
    };

    public static CastResult Time(object input) => input switch
    {
        TimeOnly time => CastResult.Ok(Truncate(time)),
        string text => TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? CastResult.Ok(Truncate(time)) : CastResult.Invalid(),
        Params parts => TimeFrom(parts),
        _ => CastResult.Invalid(),
    };

    /// <summary>Without a zone: a value that has one is refused, since it means another thing.</summary>
    public static CastResult Naive(object input) => input switch
    {
        DateTime { Kind: DateTimeKind.Unspecified } time => CastResult.Ok(Truncate(time)),
        string text => TryNaive(text, out var time) ? CastResult.Ok(time) : CastResult.Invalid(),
        Params parts => DateTimeFrom(parts, DateTimeKind.Unspecified),
        _ => CastResult.Invalid(),
    };

    /// <summary>An instant in UTC. A text without an offset is UTC, as browsers send it; a <see cref="DateTime"/> of unspecified kind is refused.</summary>
    public static CastResult Utc(object input) => input switch
    {
        DateTime { Kind: not DateTimeKind.Unspecified } time => CastResult.Ok(Truncate(time.ToUniversalTime())),
        DateTimeOffset time => CastResult.Ok(Truncate(time.UtcDateTime)),
        string text => Utc(text),
        Params parts => DateTimeFrom(parts, DateTimeKind.Utc),
        _ => CastResult.Invalid(),
    };

    public static CastResult Duration(object input) => input switch
    {
        TimeSpan span => CastResult.Ok(Truncate(span)),
        string text => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) || TryIso(text, out span) ? CastResult.Ok(Truncate(span)) : CastResult.Invalid(),
        _ => CastResult.Invalid(),
    };

    public static DateTime Truncate(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    private static TimeOnly Truncate(TimeOnly time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond));

    private static TimeSpan Truncate(TimeSpan span) => new(span.Ticks - (span.Ticks % TimeSpan.TicksPerMicrosecond));

    private static CastResult Date(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return CastResult.Ok(date);
        return TryNaive(text, out var time) ? CastResult.Ok(DateOnly.FromDateTime(time)) : CastResult.Invalid();
    }

    private static bool TryNaive(ReadOnlySpan<char> text, out DateTime time)
    {
        // The length and the separator tell the only format that can fit, where trying all of them costs more than the rest of a cast.
        var precision = text.Length switch { 16 => 0, 19 => 1, > 20 and <= 27 => 2, _ => -1 };
        if (precision < 0 || !DateTime.TryParseExact(text, DateTimeFormats[text[10] == 'T' ? precision : precision + TimeFormats.Length], CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
        {
            time = default;
            return false;
        }

        time = Truncate(time);
        return true;
    }

    private static CastResult Utc(string text)
    {
        if (text.Length < "yyyy-MM-ddTHH:mm".Length)
            return CastResult.Invalid();

        // An offset stands behind the time: Z, +01:00 or +0100. The dashes of the date stand before it.
        var at = text.AsSpan("yyyy-MM-dd".Length).LastIndexOfAny("Zz+-") is >= 0 and var found ? found + "yyyy-MM-dd".Length : text.Length;
        if (!TryNaive(text.AsSpan(0, at), out var local) || !TryOffset(text.AsSpan(at), out var offset))
            return CastResult.Invalid();
        var ticks = local.Ticks - offset.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? CastResult.Ok(new DateTime(ticks, DateTimeKind.Utc))
            : CastResult.Invalid();
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "" or "Z" or "z")
            return true;
        if (text[0] is not ('+' or '-') || !TimeSpan.TryParseExact(text[1..], OffsetFormats, CultureInfo.InvariantCulture, out offset))
            return false;
        offset = text[0] == '-' ? -offset : offset;
        return true;
    }

    private static bool TryIso(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length < 3 || !(text[0] == 'P' || text.StartsWith("-P", StringComparison.Ordinal)))
            return false;
        try
        {
            // Years and months have no fixed length, so XmlConvert's guess of 365 and 30 days is not taken.
            var date = text.Split('T')[0];
            if (date.Contains('Y', StringComparison.Ordinal) || date.Contains('M', StringComparison.Ordinal))
                return false;
            span = System.Xml.XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }

    // Three selects of a form: {year, month, day}. All empty is no value; a part alone is a mistake.
    private static CastResult DateFrom(Params parts, out DateOnly date)
    {
        date = default;
        if (AllEmpty(parts, "year", "month", "day"))
            return CastResult.Ok(null);
        if (!Part(parts, "year", out var year) || !Part(parts, "month", out var month) || !Part(parts, "day", out var day) ||
            year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > System.DateTime.DaysInMonth(year, month))
            return CastResult.Invalid();
        date = new DateOnly(year, month, day);
        return CastResult.Ok(date);
    }

    private static CastResult TimeFrom(Params parts)
    {
        if (AllEmpty(parts, "hour", "minute", "second"))
            return CastResult.Ok(null);
        var second = 0;
        if (!Part(parts, "hour", out var hour) || !Part(parts, "minute", out var minute) || (!AllEmpty(parts, "second") && !Part(parts, "second", out second)) ||
            hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return CastResult.Invalid();
        return CastResult.Ok(new TimeOnly(hour, minute, second));
    }

    private static CastResult DateTimeFrom(Params parts, DateTimeKind kind)
    {
        if (AllEmpty(parts, "year", "month", "day", "hour", "minute", "second"))
            return CastResult.Ok(null);
        return DateFrom(parts, out var date) is { IsOk: true, Value: not null } && TimeFrom(parts) is { IsOk: true, Value: TimeOnly time }
            ? CastResult.Ok(date.ToDateTime(time, kind))
            : CastResult.Invalid();
    }

    private static bool AllEmpty(Params parts, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (parts.Raw(name) is not (null or ""))
                return false;
        }

        return true;
    }

    private static bool Part(Params parts, string name, out int value) => parts.TryGet(name, out value);
}
