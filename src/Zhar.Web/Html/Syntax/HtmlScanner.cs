using System.Text;

namespace Zhar.Web;

/// <summary>
/// Reads the literals of a template as a browser would, with a hole between each two: the tags and attributes in order, and where each hole
/// stands. Used once per template when it runs, and by the analyzer. Source: HTML Standard, section 13.2.5 (tokenization).
/// </summary>
internal sealed class HtmlScanner
{
    private enum State
    {
        Data,
        TagOpen,
        EndTagOpen,
        TagName,
        BeforeAttribute,
        AttributeName,
        AfterAttributeName,
        BeforeValue,
        DoubleQuoted,
        SingleQuoted,
        Unquoted,
        AfterValue,
        SelfClosing,
        Declaration,
        Comment,
        Content,
    }

    private readonly IReadOnlyList<string> _literals;
    private readonly List<HtmlToken> _tokens = [];
    private readonly List<ScannedHole> _holes = [];
    private readonly StringBuilder _name = new();
    private readonly StringBuilder _value = new();
    private State _state = State.Data;
    private HtmlPosition _start;
    private HtmlPosition _tagStart;
    private bool _isEndTag;
    private bool _hasText;
    private string _element = "";
    private HtmlToken? _attribute;
    private string _attributeSpelling = "";
    private int _attributeStart;
    private int _valueStart;
    private int _holesInValue;
    private int _foreignDepth;

    /// <summary>Inside title, textarea, script and the like: the element that only its own closing tag ends.</summary>
    private string? _content;

    private HtmlScanner(IReadOnlyList<string> literals) => _literals = literals;

    /// <summary>The steps of the template.</summary>
    public IReadOnlyList<HtmlToken> Tokens => _tokens;

    /// <summary>The holes in order; one fewer than literals.</summary>
    public IReadOnlyList<ScannedHole> Holes => _holes;

    /// <summary>What the template ends inside of, in words; <c>null</c> when it ends between tags, as it must.</summary>
    public string? Unfinished { get; private set; }

    /// <summary>Where <see cref="Unfinished"/> began.</summary>
    public HtmlPosition UnfinishedStart { get; private set; }

    public static HtmlScanner Scan(IReadOnlyList<string> literals)
    {
        var scanner = new HtmlScanner(literals);
        for (var piece = 0; piece < literals.Count; piece++)
        {
            scanner.Literal(piece, literals[piece]);
            if (piece < literals.Count - 1)
                scanner.Hole(piece);
        }

        scanner.End();
        return scanner;
    }

    // ---- literals ----------------------------------------------------------------------------------------------------

    private void Literal(int piece, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            switch (_state)
            {
                case State.Data:
                    at = Data(piece, text, at);
                    break;
                case State.Content:
                    at = Content(piece, text, at);
                    break;
                case State.Comment:
                    at = Comment(text, at);
                    break;
                case State.Declaration:
                    _state = text[at++] == '>' ? State.Data : State.Declaration;
                    break;
                case State.DoubleQuoted:
                    at = Quoted(text, at, '"');
                    break;
                case State.SingleQuoted:
                    at = Quoted(text, at, '\'');
                    break;
                default:
                    at = InTag(piece, text, at);
                    break;
            }
        }
    }

    private int Data(int piece, string text, int at)
    {
        var open = text.IndexOf('<', at);
        var end = open < 0 ? text.Length : open;
        if (!_hasText)
            NoteText(piece, text, at, end);
        if (open < 0)
            return text.Length;

        _start = _tagStart = new(piece, open);
        _state = State.TagOpen;
        return open + 1;
    }

    private void NoteText(int piece, string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (HtmlNames.IsSpace(text[i]))
                continue;
            _tokens.Add(new(HtmlTokenKind.Text, "", new(piece, i)));
            _hasText = true;
            return;
        }
    }

    /// <summary>Inside title, textarea, script, style and the like: only the closing tag counts.</summary>
    private int Content(int piece, string text, int at)
    {
        for (var open = text.IndexOf("</", at, StringComparison.Ordinal); open >= 0; open = text.IndexOf("</", open + 2, StringComparison.Ordinal))
        {
            var after = open + 2 + _content!.Length;
            if (string.Compare(text, open + 2, _content, 0, _content.Length, StringComparison.OrdinalIgnoreCase) != 0 || after > text.Length ||
                (after < text.Length && !HtmlNames.IsSpace(text[after]) && text[after] is not ('/' or '>')))
                continue;
            _start = _tagStart = new(piece, open);
            _name.Clear();
            _isEndTag = true;
            _content = null;
            _state = State.TagName;
            return open + 2;
        }

        return text.Length;
    }

    private int Comment(string text, int at)
    {
        var end = text.IndexOf("-->", at, StringComparison.Ordinal);
        _state = end < 0 ? State.Comment : State.Data;
        return end < 0 ? text.Length : end + 3;
    }

    private int Quoted(string text, int at, char quote)
    {
        var end = text.IndexOf(quote, at);
        var part = text.Substring(at, (end < 0 ? text.Length : end) - at);
        _value.Append(part);
        if (_holesInValue > 0)
            _holes[_holes.Count - 1].ValueAfter += part;
        if (end < 0)
            return text.Length;

        EndAttribute();
        _state = State.AfterValue;
        return end + 1;
    }

    private int InTag(int piece, string text, int at)
    {
        var c = text[at];
        switch (_state)
        {
            case State.TagOpen:
                return TagOpen(piece, text, at);
            case State.EndTagOpen:
                if (IsLetter(c))
                {
                    _state = State.TagName;
                    return at;
                }

                // "</>" is nothing at all, and anything else is a comment to a browser.
                _state = c == '>' ? State.Data : State.Declaration;
                return at + 1;
            case State.TagName:
                if (!HtmlNames.IsSpace(c) && c is not ('/' or '>'))
                {
                    _name.Append(char.ToLowerInvariant(c));
                    return at + 1;
                }

                NameTag();
                _state = State.BeforeAttribute;
                return at;
            case State.BeforeAttribute or State.AfterAttributeName or State.AfterValue or State.SelfClosing:
                return BetweenAttributes(piece, text, at);
            case State.AttributeName:
                if (HtmlNames.IsSpace(c) || c is '/' or '>' or '=')
                {
                    NameAttribute();
                    _state = State.AfterAttributeName;
                    return at;
                }

                _name.Append(c);
                return at + 1;
            case State.BeforeValue:
                if (HtmlNames.IsSpace(c))
                    return at + 1;
                _value.Clear();
                _holesInValue = 0;
                _valueStart = at + 1;
                _state = c switch { '"' => State.DoubleQuoted, '\'' => State.SingleQuoted, '>' => State.AfterAttributeName, _ => State.Unquoted };
                return _state is State.Unquoted or State.AfterAttributeName ? at : at + 1;
            default:
                if (HtmlNames.IsSpace(c) || c == '>')
                {
                    EndAttribute();
                    _state = State.BeforeAttribute;
                    return at;
                }

                _value.Append(c);
                return at + 1;
        }
    }

    private int TagOpen(int piece, string text, int at)
    {
        var c = text[at];
        _name.Clear();
        _isEndTag = false;
        if (IsLetter(c))
        {
            _state = State.TagName;
            return at;
        }

        switch (c)
        {
            case '/':
                _isEndTag = true;
                _state = State.EndTagOpen;
                return at + 1;
            case '!' when string.CompareOrdinal(text, at, "!--", 0, 3) == 0:
                _tokens.Add(new(HtmlTokenKind.Comment, "", _start));
                // "<!-->" and "<!--->" are whole comments.
                if (string.CompareOrdinal(text, at + 3, ">", 0, 1) == 0)
                    return Leave(at + 4);
                if (string.CompareOrdinal(text, at + 3, "->", 0, 2) == 0)
                    return Leave(at + 5);
                _state = State.Comment;
                return at + 3;
            case '!' or '?':
                _tokens.Add(new(HtmlTokenKind.Declaration, "", _start));
                _state = State.Declaration;
                return at + 1;
            default:
                // A lone "<" is text.
                if (!_hasText)
                    _tokens.Add(new(HtmlTokenKind.Text, "", _start));
                _hasText = true;
                return Leave(at);
        }
    }

    private int Leave(int at)
    {
        _state = State.Data;
        return at;
    }

    private int BetweenAttributes(int piece, string text, int at)
    {
        var c = text[at];
        if (c == '>')
        {
            EndTag(isSelfClosing: _state == State.SelfClosing);
            return at + 1;
        }

        if (c == '/')
        {
            _state = State.SelfClosing;
            return at + 1;
        }

        if (HtmlNames.IsSpace(c))
        {
            if (_state != State.AfterAttributeName)
                _state = State.BeforeAttribute;
            return at + 1;
        }

        if (c == '=' && _state == State.AfterAttributeName)
        {
            _state = State.BeforeValue;
            return at + 1;
        }

        _attributeStart = SpaceBefore(text, at);
        _start = new(piece, at);
        _name.Clear().Append(c);
        _state = State.AttributeName;
        return at + 1;
    }

    private static int SpaceBefore(string text, int at)
    {
        while (at > 0 && HtmlNames.IsSpace(text[at - 1]))
            at--;
        return at;
    }

    // ---- what a literal has completed --------------------------------------------------------------------------------

    private void NameTag()
    {
        _element = _name.ToString();
        _hasText = false;
        _tokens.Add(new(_isEndTag ? HtmlTokenKind.EndTag : HtmlTokenKind.StartTag, _element, _start));
    }

    private void NameAttribute()
    {
        _attributeSpelling = _name.ToString();
        _attribute = new(HtmlTokenKind.Attribute, _attributeSpelling.ToLowerInvariant(), _start);
        if (!_isEndTag)
            _tokens.Add(_attribute);
    }

    private void EndAttribute()
    {
        if (_attribute is not null && !_attribute.HasHole)
            _attribute.Value = _value.ToString();
        _attribute = null;
    }

    private void EndTag(bool isSelfClosing)
    {
        _state = State.Data;
        _attribute = null;
        if (_isEndTag)
        {
            if (_element is "svg" or "math" && _foreignDepth > 0)
                _foreignDepth--;
            return;
        }

        _tokens.Add(new(HtmlTokenKind.StartTagEnd, _element, _start) { IsSelfClosing = isSelfClosing });
        if (_element is "svg" or "math" && !isSelfClosing)
            _foreignDepth++;
        // Inside svg, title and style are elements like others, but a hole in a style or script is not safer there.
        var isContent = _element is "script" or "style" || (_foreignDepth == 0 && (HtmlNames.IsEscapableText(_element) || HtmlNames.IsRawText(_element)));
        if (!isContent || (isSelfClosing && _foreignDepth > 0))
            return;
        _content = _element;
        _state = State.Content;
    }

    // ---- holes -------------------------------------------------------------------------------------------------------

    private void Hole(int index)
    {
        var next = _literals[index + 1];
        var hole = _state switch
        {
            State.Data => new ScannedHole(HoleContext.Text, null, null),
            State.Content => new(ContentContext(_content!), _content, null),
            State.Comment => new(HoleContext.Comment, null, null),
            State.Declaration => new(HoleContext.Declaration, null, null),
            State.TagOpen or State.EndTagOpen or State.TagName => new(HoleContext.TagName, null, null),
            State.BeforeValue or State.Unquoted => new(HoleContext.UnquotedValue, _element, _attribute?.Name) { AttributeSpelling = _attributeSpelling },
            State.DoubleQuoted or State.SingleQuoted => Value(index, next),
            _ => Between(index, next),
        };
        if (_state == State.BeforeValue)
        {
            _value.Clear();
            _state = State.Unquoted;
        }

        _holes.Add(hole);
        _tokens.Add(new(HtmlTokenKind.Hole, "", new(index, _literals[index].Length)) { Hole = index });
        _hasText = false;
    }

    private static HoleContext ContentContext(string element) => element switch
    {
        "script" => HoleContext.Script,
        "style" => HoleContext.Style,
        "title" or "textarea" => HoleContext.EscapableText,
        _ => HoleContext.RawText,
    };

    private ScannedHole Between(int index, string next)
    {
        if (_isEndTag)
            return new(HoleContext.TagName, _element, null);
        var touchesName = _state is State.AttributeName or State.SelfClosing || (next.Length > 0 && !HtmlNames.IsSpace(next[0]) && next[0] is not ('/' or '>'));
        if (_state == State.AttributeName)
            NameAttribute();
        _state = State.BeforeAttribute;
        return new(touchesName ? HoleContext.AttributeName : HoleContext.Attributes, _element, null) { AttributeStart = SpaceBefore(_literals[index], _literals[index].Length) };
    }

    private ScannedHole Value(int index, string next)
    {
        var attribute = _attribute!.Name;
        _attribute.HasHole = true;
        var context = _isEndTag ? HoleContext.TagName : HtmlNames.ValueContext(_element, attribute);
        if (context == HoleContext.Url)
            context = UrlContext();
        var hole = new ScannedHole(context, _element, attribute)
        {
            AttributeSpelling = _attributeSpelling,
            AttributeStart = _attributeStart,
            ValueBefore = _holesInValue == 0 ? _value.ToString() : "",
            IsWhole = _holesInValue == 0 && _valueStart == _literals[index].Length && next.Length > 0 && next[0] == (_state == State.DoubleQuoted ? '"' : '\'') && _start.Piece == index,
        };
        if (_holesInValue++ > 0)
            _holes[_holes.Count - 1].ContinuesInNext = true;
        return hole;
    }

    /// <summary>Before its first <c>: / ? #</c> a URL's scheme is open; the first hole there looks at all of the value, so the others need not.</summary>
    private HoleContext UrlContext()
    {
        var before = _value.ToString();
        var decided = before.IndexOfAny([':', '/', '?', '#']);
        if (decided >= 0)
        {
            return before[decided] == ':' && before.Substring(0, decided).Trim().ToLowerInvariant() is "javascript" or "vbscript" or "data"
                ? HoleContext.ScriptAttribute
                : HoleContext.AttributeValue;
        }

        return _holesInValue == 0 ? HoleContext.Url : HoleContext.AttributeValue;
    }

    private void End()
    {
        Unfinished = _state switch
        {
            State.Data => null,
            State.Content => $"<{_content}>",
            State.Comment => "a comment",
            State.Declaration => "a declaration",
            State.DoubleQuoted or State.SingleQuoted => $"the value of the attribute {_attributeSpelling}",
            _ => _isEndTag ? "a closing tag" : "a tag",
        };
        UnfinishedStart = _state is State.DoubleQuoted or State.SingleQuoted ? _start : _tagStart;
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
