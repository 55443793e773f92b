using Zhar.Cli.Output;

namespace Zhar.Cli.Templates;

/// <summary>Conditions of templates: names, <c>!</c>, <c>&amp;&amp;</c>, <c>||</c> and parentheses, as <c>dotnet new</c> reads them.</summary>
internal sealed class Condition
{
    private readonly string _text;
    private readonly IReadOnlyDictionary<string, bool> _symbols;
    private int _at;

    private Condition(string text, IReadOnlyDictionary<string, bool> symbols) => (_text, _symbols) = (text, symbols);

    internal static bool Eval(string text, IReadOnlyDictionary<string, bool> symbols)
    {
        var condition = new Condition(text, symbols);
        var value = condition.Or();
        condition.Skip();
        return condition._at == text.Length ? value : throw condition.Wrong();
    }

    private bool Or()
    {
        var value = And();
        while (Take("||"))
            value |= And();
        return value;
    }

    private bool And()
    {
        var value = Not();
        while (Take("&&"))
            value &= Not();
        return value;
    }

    private bool Not()
    {
        if (Take("!"))
            return !Not();
        if (Take("("))
        {
            var value = Or();
            return Take(")") ? value : throw Wrong();
        }

        Skip();
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at]))
            _at++;
        return _symbols.TryGetValue(_text[start.._at], out var symbol) ? symbol : throw Wrong();
    }

    private bool Take(string word)
    {
        Skip();
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return false;
        _at += word.Length;
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }

    private CliException Wrong() => new($"The template has a condition that cannot be read: {_text}");
}
