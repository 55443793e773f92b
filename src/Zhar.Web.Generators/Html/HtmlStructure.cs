using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators;

/// <summary>Follows the tags of one template: what is open, what closes it, and what may stand in it.</summary>
internal sealed class HtmlStructure(TemplateSyntax syntax, HtmlScanner scan, Action<Diagnostic> report)
{
    private readonly List<HtmlToken> _open = [];
    private readonly List<string> _names = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _attributes = new(StringComparer.Ordinal);
    private HtmlToken? _tag;
    private bool _hasUnknownAttributes;

    public void Check()
    {
        foreach (var token in scan.Tokens)
        {
            switch (token.Kind)
            {
                case HtmlTokenKind.StartTag:
                    StartTag(token);
                    break;
                case HtmlTokenKind.Attribute:
                    Attribute(token);
                    break;
                case HtmlTokenKind.Hole:
                    _hasUnknownAttributes |= scan.Holes[token.Hole].Context == HoleContext.Attributes;
                    break;
                case HtmlTokenKind.StartTagEnd:
                    StartTagEnd(token);
                    break;
                case HtmlTokenKind.EndTag:
                    EndTag(token);
                    break;
            }
        }

        // Of a template that ends inside a tag, that is the error to mend first.
        if (scan.Unfinished is null)
            _open.ForEach(NotClosed);
    }

    private void StartTag(HtmlToken token)
    {
        _tag = token;
        _attributes.Clear();
        _hasUnknownAttributes = false;
        if (!HtmlElements.IsKnown(token.Name))
            Report(HtmlRules.UnknownElement, token, token.Name);
        if (HtmlElements.Objection(token.Name, _names) is var (around, reason))
            Report(HtmlRules.BadNesting, token, token.Name, around, reason);
    }

    private void Attribute(HtmlToken token)
    {
        if (!_attributes.Add(token.Name))
            report(Diagnostic.Create(HtmlRules.DuplicateAttribute, syntax.Place(token.Start, token.Name.Length), token.Name, _tag!.Name));
        else if (token is { Name: "id", HasHole: false, Value: { Length: > 0 } id } && !_ids.Add(id))
            report(Diagnostic.Create(HtmlRules.DuplicateId, syntax.Place(token.Start, token.Name.Length), id));
    }

    private void StartTagEnd(HtmlToken token)
    {
        if (token.Name == "img" && !_attributes.Contains("alt") && !_hasUnknownAttributes)
            Report(HtmlRules.NoAlternative, _tag!);
        if (HtmlNames.IsVoid(token.Name))
            return;
        var isForeign = token.Name is "svg" or "math" || _names.Contains("svg") || _names.Contains("math");
        if (token.IsSelfClosing && (isForeign || IsForeignName(token.Name)))
            return;
        if (token.IsSelfClosing)
            Report(HtmlRules.UnknownClosing, _tag!, $"HTML ignores the slash of <{token.Name}/>, so that the element stays open. Write <{token.Name}></{token.Name}>.");
        else
        {
            _open.Add(_tag!);
            _names.Add(token.Name);
        }
    }

    private void EndTag(HtmlToken token)
    {
        if (HtmlNames.IsVoid(token.Name))
        {
            Report(HtmlRules.UnknownClosing, token, $"<{token.Name}> has no content and no closing tag. Leave out </{token.Name}>.");
            return;
        }

        var at = _names.LastIndexOf(token.Name);
        if (at < 0)
        {
            var innermost = _names.Count > 0 ? $"<{_names[_names.Count - 1]}> is open here." : "nothing is open here.";
            Report(HtmlRules.ClosesNothing, token, token.Name, innermost);
            return;
        }

        for (var i = _open.Count - 1; i > at; i--)
            NotClosed(_open[i]);
        _open.RemoveRange(at, _open.Count - at);
        _names.RemoveRange(at, _names.Count - at);
    }

    private void NotClosed(HtmlToken token) => Report(HtmlRules.NotClosed, token, token.Name);

    /// <summary>At the tag's name, with its bracket.</summary>
    private void Report(DiagnosticDescriptor rule, HtmlToken tag, params object[] arguments) =>
        report(Diagnostic.Create(rule, syntax.Place(tag.Start, tag.Name.Length + (tag.Kind == HtmlTokenKind.EndTag ? 2 : 1)), arguments));

    /// <summary>Parts of a drawing, which a component may have without the svg around them.</summary>
    private static bool IsForeignName(string name) => name is "path" or "circle" or "rect" or "line" or "g" or "use" or "ellipse" or "polygon" or "polyline" or "stop" or "text" or "tspan" or "image" or "symbol";
}
