namespace Zhar.Web;

/// <summary>What a browser would take the text of a hole for. It decides how the text is escaped, and whether a hole may stand there.</summary>
internal enum HoleContext
{
    /// <summary>Between tags.</summary>
    Text,

    /// <summary>Inside title or textarea, where tags are text but entities count.</summary>
    EscapableText,

    /// <summary>Between the attributes of a tag: whole attributes.</summary>
    Attributes,

    /// <summary>Inside a quoted value.</summary>
    AttributeValue,

    /// <summary>Where the scheme of a URL is not decided yet.</summary>
    Url,

    /// <summary>A list of URLs, as srcset has.</summary>
    UrlList,

    /// <summary>Inside a script element.</summary>
    Script,

    /// <summary>Inside a style element.</summary>
    Style,

    /// <summary>The value of onclick and the like, or after javascript: in a URL.</summary>
    ScriptAttribute,

    /// <summary>The value of style.</summary>
    StyleAttribute,

    /// <summary>The value of srcdoc: a whole document inside an attribute.</summary>
    MarkupAttribute,

    // From here on nothing can be made safe.

    /// <summary>In place of a tag's name, or inside a closing tag.</summary>
    TagName,

    /// <summary>In place of an attribute's name, or touching one.</summary>
    AttributeName,

    /// <summary>A value without quotes.</summary>
    UnquotedValue,

    /// <summary>Inside a comment.</summary>
    Comment,

    /// <summary>Inside a doctype or another declaration.</summary>
    Declaration,

    /// <summary>Inside an element whose content knows no entities: xmp, iframe, noembed, noframes, plaintext.</summary>
    RawText,
}
