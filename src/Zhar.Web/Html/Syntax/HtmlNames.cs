namespace Zhar.Web;

/// <summary>What the HTML standard says about names of elements and attributes, as far as templates need it.</summary>
internal static class HtmlNames
{
    private static readonly HashSet<string> Void = Set("area base br col embed hr img input link meta param source track wbr");

    private static readonly HashSet<string> RawTextElements = Set("xmp iframe noembed noframes plaintext");

    private static readonly HashSet<string> UrlAttributes = Set(
        "action background cite classid codebase data formaction href icon longdesc manifest ping poster profile src usemap xlink:href");

    private static readonly HashSet<string> AnimationElements = Set("animate animatemotion animatetransform set");

    /// <summary>Attributes whose <c>true</c> and <c>false</c> are words, beside those that start with <c>aria-</c>.</summary>
    private static readonly HashSet<string> Enumerated = Set("autocapitalize contenteditable draggable spellcheck translate writingsuggestions");

    public static bool IsVoid(string element) => Void.Contains(element);

    /// <summary>Elements whose content is text that knows neither tags nor entities, beside script and style.</summary>
    public static bool IsRawText(string element) => RawTextElements.Contains(element);

    public static bool IsEscapableText(string element) => element is "title" or "textarea";

    /// <summary>Elements that can change a link of a drawing after it was checked.</summary>
    public static bool IsAnimation(string element) => AnimationElements.Contains(element);

    public static bool IsTrueFalse(string attribute) => attribute.StartsWith("aria-", StringComparison.Ordinal) || Enumerated.Contains(attribute);

    /// <summary>How a browser reads the value of an attribute. Both names in lower case.</summary>
    public static HoleContext ValueContext(string? element, string attribute)
    {
        if (attribute.Length > 2 && attribute[0] == 'o' && attribute[1] == 'n')
            return HoleContext.ScriptAttribute;
        if (UrlAttributes.Contains(attribute))
            return HoleContext.Url;
        switch (attribute)
        {
            case "style":
                return HoleContext.StyleAttribute;
            case "srcdoc":
                return HoleContext.MarkupAttribute;
            case "srcset" or "imagesrcset":
                return HoleContext.UrlList;
            case "to" or "from" or "by" or "values" when element is not null && IsAnimation(element):
                return HoleContext.UrlList;
            default:
                return HoleContext.AttributeValue;
        }
    }

    /// <summary>Whether this may stand as an attribute's name: the standard's characters, and nothing that could end the tag.</summary>
    public static bool IsAttributeName(string name)
    {
        foreach (var c in name)
        {
            if (c <= ' ' || c is '"' or '\'' or '>' or '<' or '/' or '=' or '`' || (c >= '\x7f' && c <= '\x9f'))
                return false;
        }

        return name.Length > 0;
    }

    public static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    public static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
