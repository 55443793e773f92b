using System.Collections;
using System.Globalization;
using System.Text;

namespace Zhar.Data;

/// <summary>How long a value is, and what to say when that is wrong.</summary>
internal static class Lengths
{
    public static (string Type, int Length)? Of(object value, LengthUnit unit) => value switch
    {
        string text => unit is LengthUnit.Bytes ? ("binary", Encoding.UTF8.GetByteCount(text)) : ("string", unit is LengthUnit.CodePoints ? CodePoints(text) : Graphemes(text)),
        byte[] bytes => ("binary", bytes.Length),
        IReadOnlyList<Changeset> children => ("list", Relation.Staying(children).Count()),
        IDictionary map => ("map", map.Count),
        ICollection list => ("list", list.Count),
        IEnumerable list and not Changeset => ("list", list.Cast<object?>().Count()),
        _ => null,
    };

    public static string Message(string type, string kind) => (type, kind) switch
    {
        ("string", "is") => "should be {count} character(s)",
        ("string", "min") => "should be at least {count} character(s)",
        ("string", _) => "should be at most {count} character(s)",
        ("binary", "is") => "should be {count} byte(s)",
        ("binary", "min") => "should be at least {count} byte(s)",
        ("binary", _) => "should be at most {count} byte(s)",
        (_, "is") => "should have {count} item(s)",
        (_, "min") => "should have at least {count} item(s)",
        _ => "should have at most {count} item(s)",
    };

    private static int Graphemes(string text)
    {
        // Nothing below U+0300 joins with another character, except a line feed with the carriage return before it.
        foreach (var c in text)
        {
            if (c is >= '\u0300' or '\r')
                return Slowly(text);
        }

        return text.Length;
    }

    private static int Slowly(string text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at += StringInfo.GetNextTextElementLength(text, at))
            count++;
        return count;
    }

    private static int CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
