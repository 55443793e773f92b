using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Zhar.Web;

/// <summary>What the compiler calls for an interpolated string.</summary>
[InterpolatedStringHandler]
public readonly partial struct Html
{
    /// <summary>Starts a template. Called by the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Html(int literalLength, int formattedCount) => Node = new TemplateNode(literalLength, formattedCount);

    private TemplateNode Building => Node as TemplateNode ?? throw new InvalidOperationException("Only a template that an interpolated string started can be added to.");

    /// <summary>The next literal. Called by the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value) => Building.AddLiteral(value);

    /// <summary>Text, escaped.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(string? value) => Building.Add(new(value));

    /// <summary>Markup.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Html value) => Building.Add(new(value.Node));

    /// <summary>Markup that may be absent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Html? value) => Building.Add(new(value?.Node));

    /// <summary>Whether an attribute is there; elsewhere the word.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(bool value) => Building.Add(new(value ? BooleanValue.True : BooleanValue.False));

    /// <summary>As above, or nothing.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(bool? value) => Building.Add(value is { } known ? new(known ? BooleanValue.True : BooleanValue.False) : default);

    /// <summary>Attributes, in a tag.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Attrs? value) => Building.Add(new(value?.Value));

    /// <summary>A URL that is vouched for.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(TrustedUrl? value) => Building.Add(new(value?.Value));

    /// <summary>JavaScript or JSON that is vouched for.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(ScriptText? value) => Building.Add(new(value?.Value));

    /// <summary>CSS that is vouched for.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(CssText? value) => Building.Add(new(value?.Value));

    /// <summary>Words of an attribute, such as classes.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(IEnumerable<string?>? value) => Building.Add(value is null ? default : new(new WordsValue(value)));

    /// <summary>A number, a date, or another value with a text form, in invariant culture.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value)
        where T : ISpanFormattable => Building.Add(DynamicOfFormattable(value));

    /// <summary>As above, or nothing.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T? value)
        where T : struct, ISpanFormattable => Building.Add(value is { } known ? DynamicOfFormattable(known) : default);

    /// <summary>As above, in the given format.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value, string? format)
        where T : IFormattable => Building.Add(new(value?.ToString(format, CultureInfo.InvariantCulture)));

    /// <summary>As above, in the given format, or nothing.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T? value, string? format)
        where T : struct, IFormattable => Building.Add(new(value?.ToString(format, CultureInfo.InvariantCulture)));

    /// <summary>A value whose type is only known when the program runs, as that of a form's input.</summary>
    /// <exception cref="HtmlTemplateException">The type has no text form.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(object? value) => Building.Add(DynamicOf(value));

    /// <summary>What a hole keeps of a value whose type is not known.</summary>
    internal static Dynamic DynamicOf(object? value) => value switch
    {
        null => default,
        string text => new(text),
        Html html => new(html.Node),
        bool truth => new(truth ? BooleanValue.True : BooleanValue.False),
        int number => Dynamic.Of(Scalars.Int32, number),
        long number => Dynamic.Of(Scalars.Int64, number),
        Attrs attributes => new(attributes.Value),
        TrustedUrl url => new(url.Value),
        ScriptText script => new(script.Value),
        CssText css => new(css.Value),
        IHtmlText own => new(own.ToHtmlText()),
        DateTime date => DynamicOfDate(date),
        DateTimeOffset date => Dynamic.Of(Scalars.DateTimeOffset, date),
        DateOnly date => Dynamic.Of(Scalars.DateOnly, date),
        TimeOnly time => Dynamic.Of(Scalars.TimeOnly, time),
        decimal number => Dynamic.Of(Scalars.Decimal, number),
        double number => Dynamic.Of(Scalars.Double, number),
        float number => Dynamic.Of(Scalars.Single, number),
        short number => Dynamic.Of(Scalars.Int16, number),
        byte number => Dynamic.Of(Scalars.Byte, number),
        sbyte number => Dynamic.Of(Scalars.SByte, number),
        ushort number => Dynamic.Of(Scalars.UInt16, number),
        uint number => Dynamic.Of(Scalars.UInt32, number),
        ulong number => Dynamic.Of(Scalars.UInt64, number),
        ISpanFormattable formattable => new(new FormattableValue(formattable)),
        IFormattable formattable => new(formattable.ToString(null, CultureInfo.InvariantCulture)),
        IEnumerable<string?> words => new(new WordsValue(words)),
        _ => throw new HtmlTemplateException(
            $"A hole was given a {value.GetType()}, which has no text form. Write its properties, call ToString(), or let the type implement {nameof(IHtmlText)}."),
    };

    /// <summary>A time in UTC says so; another is the time on the reader's clock, as far as is known.</summary>
    private static Dynamic DynamicOfDate(DateTime date) => Dynamic.Of(date.Kind == DateTimeKind.Utc ? Scalars.UtcDateTime : Scalars.DateTime, date);

    /// <summary>Each test is of types that the just-in-time compiler knows, so that one branch is left.</summary>
    private static Dynamic DynamicOfFormattable<T>(T value)
    {
        if (typeof(T) == typeof(int))
            return Dynamic.Of(Scalars.Int32, (int)(object)value!);
        if (typeof(T) == typeof(long))
            return Dynamic.Of(Scalars.Int64, (long)(object)value!);
        if (typeof(T) == typeof(short))
            return Dynamic.Of(Scalars.Int16, (short)(object)value!);
        if (typeof(T) == typeof(byte))
            return Dynamic.Of(Scalars.Byte, (byte)(object)value!);
        if (typeof(T) == typeof(sbyte))
            return Dynamic.Of(Scalars.SByte, (sbyte)(object)value!);
        if (typeof(T) == typeof(ushort))
            return Dynamic.Of(Scalars.UInt16, (ushort)(object)value!);
        if (typeof(T) == typeof(uint))
            return Dynamic.Of(Scalars.UInt32, (uint)(object)value!);
        if (typeof(T) == typeof(ulong))
            return Dynamic.Of(Scalars.UInt64, (ulong)(object)value!);
        if (typeof(T) == typeof(double))
            return Dynamic.Of(Scalars.Double, (double)(object)value!);
        if (typeof(T) == typeof(float))
            return Dynamic.Of(Scalars.Single, (float)(object)value!);
        if (typeof(T) == typeof(decimal))
            return Dynamic.Of(Scalars.Decimal, (decimal)(object)value!);
        if (typeof(T) == typeof(Guid))
            return Dynamic.Of(Scalars.Guid, (Guid)(object)value!);
        if (typeof(T) == typeof(DateTime))
            return DynamicOfDate((DateTime)(object)value!);
        if (typeof(T) == typeof(DateTimeOffset))
            return Dynamic.Of(Scalars.DateTimeOffset, (DateTimeOffset)(object)value!);
        if (typeof(T) == typeof(DateOnly))
            return Dynamic.Of(Scalars.DateOnly, (DateOnly)(object)value!);
        if (typeof(T) == typeof(TimeOnly))
            return Dynamic.Of(Scalars.TimeOnly, (TimeOnly)(object)value!);
        if (typeof(T) == typeof(TimeSpan))
            return Dynamic.Of(Scalars.TimeSpan, (TimeSpan)(object)value!);
        if (typeof(T).IsEnum)
            return new(value!.ToString());
        return DynamicOf(value);
    }
}
