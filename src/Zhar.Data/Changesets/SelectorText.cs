using System.Text.RegularExpressions;

namespace Zhar.Data;

/// <summary>Reads the source text of a field selector: <c>u => u.Name</c>, <c>u => new { u.Name, u.Email }</c>, <c>d => new[] { d["a"], d["b"] }</c>.</summary>
internal static partial class SelectorText
{
    public static List<string> Names(string selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        if (Lambda().Match(selector) is not { Success: true } lambda)
            throw Unreadable(selector);
        var parameter = Regex.Escape(lambda.Groups["p"].Value);
        var body = lambda.Groups["body"].Value;
        var names = new List<string>();

        // What is left after the members are taken out may only be the frame of an anonymous object, an array or a tuple.
        var rest = Regex.Replace(
            body,
            $"""(?:@?\w+\s*=\s*)?(?<![\w.]){parameter}\s*!?\s*(?:\.\s*@?(?<name>\w+)|\[\s*"(?<name>[^"]+)"\s*\])\s*!?(?!\s*[\w.(\[?])""",
            m =>
            {
                names.Add(m.Groups["name"].Value);
                return "";
            },
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        return names.Count > 0 && Frame().IsMatch(rest) ? names : throw Unreadable(selector);
    }

    private static ArgumentException Unreadable(string selector) => new(
        $"The selector '{selector}' is not read, only its text is. Write the fields in the call itself: u => u.Name, or u => new {{ u.Name, u.Email }}. For names that are known at run time only, use the overload that takes names.",
        nameof(selector));

    [GeneratedRegex("""^\s*(?:static\s+)?\(?\s*(?:[\w.<>?]+\s+)?(?<p>@?\w+)\s*\)?\s*=>\s*(?<body>.+)$""", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Lambda();

    [GeneratedRegex("""^\s*(?:new\s*(?:object\s*\??\s*)?(?:\[\s*\]\s*)?)?[\s{}(),\[\]]*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Frame();
}
