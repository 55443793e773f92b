using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Zhar.Web;

/// <summary>
/// Markup. An interpolated string becomes one when <see cref="Html"/> is what is asked for: its literals are the markup, and the value of each hole is
/// escaped for the place where it stands, so that it cannot become markup.
/// </summary>
/// <remarks>
/// <para>What a hole may have: text, numbers and dates (invariant, dates as ISO 8601), other <see cref="Html"/>, and in a tag <see cref="Attrs"/>. An attribute
/// that consists of one hole is left out when the value is <c>null</c> or <c>false</c>, and is its name alone when it is <c>true</c>.</para>
/// <para>Where no text is safe, it is refused: attributes without quotes, names of tags and attributes, comments, and, unless the program vouches for the
/// value, scripts and styles. A URL with a scheme such as <c>javascript:</c> is replaced. Markup from elsewhere needs <see cref="Raw"/>.</para>
/// <para>A value is immutable once made, and may be written any number of times, from any thread. Source: Phoenix.Component's HEEx.</para>
/// </remarks>
/// <example>
/// <code>
/// public static Html Show(User user) => $"""
///     &lt;h1&gt;{user.Name}&lt;/h1&gt;
///     {When(user.IsAdmin, () => $"&lt;p class=\"badge\"&gt;Admin&lt;/p&gt;")}
///     &lt;ul&gt;{Each(user.Posts, p => p.Id, p => $"&lt;li&gt;{p.Title}&lt;/li&gt;")}&lt;/ul&gt;
///     """;
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public readonly partial struct Html
{
    internal Html(HtmlNode? node) => Node = node;

    /// <summary>Nothing.</summary>
    public static Html Empty => default;

    /// <summary>Whether there is nothing at all; a template is something even when it writes nothing.</summary>
    public bool IsEmpty => Node is null;

    internal HtmlNode? Node { get; }

    /// <summary>Markup that does not come from a template: the program vouches that it is safe. The only way past the escaping.</summary>
    /// <param name="markup">It is written as it is. From a user it must have been cleaned.</param>
    public static Html Raw([StringSyntax("Html")] string? markup) => string.IsNullOrEmpty(markup) ? default : new(new RawNode(markup));

    /// <summary>Text, as markup: escaped.</summary>
    public static Html Text(string? text) => string.IsNullOrEmpty(text) ? default : new(new TextNode(text));

    /// <summary>Pieces one after the other.</summary>
    public static Html Concat(params ReadOnlySpan<Html> pieces) => pieces.Length switch
    {
        0 => default,
        1 => pieces[0],
        _ => new(new PlainListNode(pieces.ToArray(), pieces.Length)),
    };

    /// <summary>An element whose name is only known when the program runs. Source: Phoenix.Component.dynamic_tag/1.</summary>
    /// <param name="name">Letters, digits and dashes, not of an element whose content is no markup, such as script.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="content">What is inside. An element that cannot have content, such as br, takes none.</param>
    /// <exception cref="ArgumentException">The name is not that of an element that can hold markup.</exception>
    public static Html Tag(string name, Attrs? attributes = null, Html content = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var lower = name.ToLowerInvariant();
        if (!char.IsAsciiLetter(name[0]) || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') || lower is "script" or "style" || HtmlNames.IsRawText(lower))
            throw new ArgumentException($"\"{name}\" cannot be the name of an element that holds markup. Expected letters, digits and dashes, and no script or style.", nameof(name));
        if (HtmlNames.IsVoid(lower) && !content.IsEmpty)
            throw new ArgumentException($"<{name}> cannot have content.", nameof(content));
        var start = new Html(new TagStartNode(lower, attributes));

        // A template, so that live pages see what changes in the content, and the streams and components there.
        return HtmlNames.IsVoid(lower) ? start : $"{start}{content}{new Html(new RawNode($"</{lower}>"))}";
    }

    /// <summary>A comment. What could end it is replaced.</summary>
    public static Html Comment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new RawNode($"<!-- {text.Replace("-", "\u2010", StringComparison.Ordinal).Replace(">", "\u203a", StringComparison.Ordinal)} -->"));
    }

    /// <summary>A URL of any scheme, for <c>href</c>, <c>src</c> and the like: the program vouches for it. Without, only the schemes that run nothing are written.</summary>
    public static TrustedUrl TrustedUrl(string url) => new(url ?? throw new ArgumentNullException(nameof(url)));

    /// <summary>JavaScript that the program vouches for, for a script element or <c>onclick</c> and the like. It must not contain <c>&lt;/script</c>.</summary>
    /// <exception cref="ArgumentException">It would end its script element, or keep it from ending.</exception>
    public static ScriptText TrustedScript([StringSyntax("js")] string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return !code.Contains("</script", StringComparison.OrdinalIgnoreCase) && !code.Contains("<!--", StringComparison.Ordinal)
            ? new(code)
            : throw new ArgumentException("The code has </script or <!--, which the HTML parser reads before JavaScript does. Write <\\/script or \\x3C!-- inside a string.", nameof(code));
    }

    /// <summary>CSS that the program vouches for, for a style element or the attribute <c>style</c>. It must not contain <c>&lt;/style</c>.</summary>
    /// <exception cref="ArgumentException">It would end its style element.</exception>
    public static CssText TrustedCss([StringSyntax("css")] string css)
    {
        ArgumentNullException.ThrowIfNull(css);
        return !css.Contains("</style", StringComparison.OrdinalIgnoreCase)
            ? new(css)
            : throw new ArgumentException("The CSS has </style, which the HTML parser reads before CSS does.", nameof(css));
    }

    /// <summary>Data as JSON, for a script element or any attribute: what would mean something to the HTML parser is written as <c>\u003C</c> and the like. Source: Phoenix's json_escape.</summary>
    /// <param name="value">The data.</param>
    /// <param name="type">How it is written, from a <c>JsonSerializerContext</c>.</param>
    public static ScriptText Json<T>(T value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        // The options of the type may have a relaxed encoder, so the writer brings its own.
        using var buffer = new HtmlBuffer();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
            JsonSerializer.Serialize(writer, value, type);
        return new(buffer.ToString());
    }

    /// <summary>Writes the markup as UTF-8.</summary>
    /// <exception cref="HtmlTemplateException">A template cannot be written safely. Nothing after that place is written.</exception>
    public void WriteTo(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Node is null)
            return;
        var writer = new HtmlWriter(output);
        Node.Write(ref writer);
        writer.Flush();
    }

    /// <summary>The markup as a string.</summary>
    /// <exception cref="HtmlTemplateException">A template cannot be written safely.</exception>
    public override string ToString()
    {
        if (Node is null)
            return "";
        using var buffer = new HtmlBuffer();
        WriteTo(buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
