using System.Runtime.CompilerServices;
using System.Text;

namespace Zhar.Web;

/// <summary>A hole of a template: what its place allows, and how a value is written there.</summary>
internal sealed class HtmlHole
{
    private readonly ScannedHole _scanned;
    private readonly byte[] _opening;
    private readonly byte[] _name;
    private readonly bool _isTrueFalse;

    public HtmlHole(ScannedHole scanned)
    {
        _scanned = scanned;
        _name = scanned.IsWhole ? Encoding.UTF8.GetBytes(" " + scanned.AttributeSpelling) : [];
        _opening = scanned.IsWhole ? [.. _name, .. "=\""u8] : [];
        _isTrueFalse = scanned.Attribute is not null && HtmlNames.IsTrueFalse(scanned.Attribute);
    }

    public HoleContext Context => _scanned.Context;

    /// <summary>The hole writes the attribute's name too, or nothing at all.</summary>
    public bool IsWholeAttribute => _scanned.IsWhole;

    /// <summary>What it writes depends on the hole after it too: a URL made of several.</summary>
    public bool DependsOnNext => _scanned.ContinuesInNext && _scanned.Context is HoleContext.Url or HoleContext.UrlList;

    /// <summary>Writes one value.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="node">All values, for a URL made of several.</param>
    /// <param name="index">Which.</param>
    /// <exception cref="HtmlTemplateException">The place does not allow a value of this kind.</exception>
    public void Write(ref HtmlWriter writer, TemplateNode node, int index)
    {
        ref readonly var dynamic = ref node.Dynamic(index);
        var reference = dynamic.Reference;
        if (_scanned.Context is HoleContext.Text or HoleContext.EscapableText)
        {
            if (reference is string text)
                writer.Escape(text);
            else if (reference is not null)
                Unsafe.As<HtmlValue>(reference).WriteText(ref writer, dynamic);
            return;
        }

        if (_scanned.Context == HoleContext.Attributes)
            WriteAttributes(ref writer, reference);
        else if (_scanned.Context is HoleContext.Script or HoleContext.Style)
            WriteUnescaped(ref writer, dynamic);
        else if (_scanned.IsWhole)
            WriteWhole(ref writer, node, index, dynamic);
        else
            WriteValue(ref writer, node, index, dynamic);
    }

    /// <summary>Writes one value of an attribute that no template is around.</summary>
    public void WriteAlone(ref HtmlWriter writer, in Dynamic dynamic) => WriteWhole(ref writer, null, 0, dynamic);

    private void WriteAttributes(ref HtmlWriter writer, object? reference)
    {
        if (reference is AttrsValue attributes)
            attributes.WriteTo(ref writer, _scanned.Element);
        else if (reference is not null)
            throw Refused(reference, "a hole between attributes takes Attrs: Attrs.Of((\"name\", value))");
    }

    /// <summary>Inside a script or style element nothing can be escaped, so only what needs no escape may stand there.</summary>
    private void WriteUnescaped(ref HtmlWriter writer, in Dynamic dynamic)
    {
        switch (dynamic.Reference)
        {
            case null:
                break;
            case ScriptText.TrustedText script when _scanned.Context == HoleContext.Script:
                writer.WriteChars(script.Text);
                break;
            case CssText.TrustedText css when _scanned.Context == HoleContext.Style:
                writer.WriteChars(css.Text);
                break;
            case HtmlValue { IsNumber: true } number:
                number.WriteText(ref writer, dynamic);
                break;
            default:
                throw Refused(dynamic.Reference, _scanned.Context == HoleContext.Script
                    ? "inside <script> write data with Html.Json(value, typeInfo), and code that you vouch for with Html.TrustedScript(code)"
                    : "inside <style> only numbers are safe, and what you vouch for with Html.TrustedCss(css)");
        }
    }

    private void WriteWhole(ref HtmlWriter writer, TemplateNode? node, int index, in Dynamic dynamic)
    {
        var reference = dynamic.Reference;
        if (reference is null || (reference is HtmlValue value && IsLeftOut(value)))
            return;
        if (reference == BooleanValue.True && !_isTrueFalse)
        {
            writer.Write(_name);
            return;
        }

        writer.Write(_opening);
        WriteValue(ref writer, node, index, dynamic);
        writer.Write("\""u8);
    }

    private bool IsLeftOut(HtmlValue value) => value.IsAbsent || (value == BooleanValue.False && !_isTrueFalse);

    private void WriteValue(ref HtmlWriter writer, TemplateNode? node, int index, in Dynamic dynamic)
    {
        if (dynamic.Reference is AttrsValue)
            throw Refused(dynamic.Reference, "attributes stand in the tag itself: <div {rest}>");
        switch (_scanned.Context)
        {
            case HoleContext.Url or HoleContext.UrlList when !IsUrlAllowed(node, index, dynamic):
                writer.Write(Encoding.UTF8.GetBytes(UrlScheme.Refused));
                return;
            case HoleContext.ScriptAttribute when dynamic.Reference is not (null or ScriptText.TrustedText or HtmlValue { IsNumber: true }):
                throw Refused(dynamic.Reference, "this attribute is JavaScript: write data with Html.Json(value, typeInfo), and code that you vouch for with Html.TrustedScript(code)");
            case HoleContext.StyleAttribute when dynamic.Reference is not (null or CssText.TrustedText or HtmlValue { IsNumber: true }):
                throw Refused(dynamic.Reference, "in style only numbers are safe, and what you vouch for with Html.TrustedCss(css)");
            case HoleContext.MarkupAttribute when dynamic.Reference is not (null or HtmlNode):
                throw Refused(dynamic.Reference, "srcdoc is a document of its own: give it Html, which is escaped as a whole");
            case HoleContext.MarkupAttribute:
                // The browser undoes one round of escaping before it reads the document.
                writer.Escape(dynamic.Reference is HtmlNode document ? new Html(document).ToString() : "");
                return;
        }

        if (dynamic.Reference is string text)
            writer.Escape(text);
        else if (dynamic.Reference is not null)
            Unsafe.As<HtmlValue>(dynamic.Reference).WriteValue(ref writer, dynamic);
    }

    private bool IsUrlAllowed(TemplateNode? node, int index, in Dynamic dynamic)
    {
        if (dynamic.Reference is TrustedUrl.TrustedText)
            return true;
        if (dynamic.Reference is string text && _scanned.ValueBefore.Length == 0 && !_scanned.ContinuesInNext && _scanned.ValueAfter.Length == 0)
            return Allows(text);

        var url = new StringBuilder(_scanned.ValueBefore);
        for (var at = index; ; at++)
        {
            var part = node is null ? dynamic : node.Dynamic(at);
            if (part.Reference is HtmlNode)
                throw Refused(part.Reference, "a URL is checked as a whole, so it is a string; choose it before the template");
            url.Append(part.Reference is string s ? s : (part.Reference as HtmlValue)?.ToText(part));
            var hole = node is null ? _scanned : node.Template.Holes[at]._scanned;
            url.Append(hole.ValueAfter);
            if (!hole.ContinuesInNext)
                break;
        }

        return Allows(url.ToString());
    }

    private bool Allows(string url) => _scanned.Context == HoleContext.UrlList ? UrlScheme.AreAllowed(url, _scanned.Element) : UrlScheme.IsAllowed(url, _scanned.Element);

    private HtmlTemplateException Refused(object? value, string advice)
    {
        var place = _scanned.Attribute is { } attribute ? $"the attribute {attribute} of <{_scanned.Element}>" : _scanned.Context == HoleContext.Attributes ? $"the tag <{_scanned.Element}>" : $"<{_scanned.Element}>";
        var what = value is HtmlValue known ? known.Description : "a string";
        return new($"A hole in {place} was given {what}, which is not safe there: {advice}.");
    }
}
