namespace Zhar.Web;

/// <summary>Values as the text that an input carries.</summary>
internal static class FormText
{
    public static string? Of(object? value)
    {
        if (value is null or Params or ParamList)
            return null;
        var dynamic = Html.DynamicOf(value);
        return dynamic.Reference is string text ? text : (dynamic.Reference as HtmlValue)?.ToText(dynamic);
    }

    /// <summary>As above, for an input of a type that wants dates and times in a form of its own. Source: Phoenix.HTML.Form.normalize_value/2.</summary>
    public static string? Of(object? value, string type)
    {
        DateTime? time = value switch
        {
            DateTime dateTime => dateTime,
            DateTimeOffset offset => offset.DateTime,
            _ => null,
        };
        var format = type switch
        {
            "date" => "yyyy-MM-dd",
            "time" => "HH:mm:ss",
            "month" => "yyyy-MM",
            // Such an input knows no zone, and shows nothing when the text has one.
            "datetime-local" => "yyyy-MM-dd'T'HH:mm:ss",
            _ => null,
        };
        return time is { } known && format is not null ? known.ToString(format, System.Globalization.CultureInfo.InvariantCulture) : Of(value);
    }

    /// <summary>Whether a checkbox with this value is checked. Source: Phoenix.HTML.Form.normalize_value("checkbox", value).</summary>
    public static bool IsTrue(object? value) => value is true or "true" or "on" or "1";

    /// <summary>The values of an input that has several.</summary>
    public static IReadOnlyCollection<string> Many(object? value) => value switch
    {
        null => [],
        string text => [text],
        System.Collections.IEnumerable list and not Params => [.. list.Cast<object?>().Select(Of).OfType<string>()],
        _ => Of(value) is { } one ? [one] : [],
    };
}
