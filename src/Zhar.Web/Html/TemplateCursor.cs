using System.Collections.Concurrent;

namespace Zhar.Web;

/// <summary>
/// How the template of a call site is found while its literals come in: a tree whose branches are literals and holes. The compiler hands over the same
/// string object each time, so a step is one comparison of references; only an unknown object is compared as text.
/// </summary>
/// <remarks>
/// The tree grows with the distinct literals of the program, not with requests. It keeps strings alive and nothing else: no delegate, no type. When an
/// application was loaded again its literals are new objects with the old text, and find the old branches.
/// </remarks>
internal sealed class TemplateCursor
{
    private const int Shards = 1024;
    private const int MostLinks = 8;
    private static readonly TemplateCursor?[] Roots = new TemplateCursor?[Shards];

    private readonly TemplateCursor? _parent;
    private readonly string? _literal;
    private Link[] _links = [];
    private TemplateCursor? _afterHole;
    private ConcurrentDictionary<string, TemplateCursor>? _byText;
    private HtmlTemplate? _template;

    private TemplateCursor(TemplateCursor? parent, string? literal)
    {
        _parent = parent;
        _literal = literal;
    }

    /// <summary>The template whose literals and holes led here.</summary>
    public HtmlTemplate Template => _template ?? Compile();

    /// <summary>Where the literals of a call site start. The numbers only spread call sites out.</summary>
    public static TemplateCursor Start(int literalLength, int holes)
    {
        ref var root = ref Roots[(uint)((literalLength * 31) + holes) % Shards];
        return Volatile.Read(ref root) ?? Interlocked.CompareExchange(ref root, new(null, null), null) ?? root;
    }

    public TemplateCursor AfterLiteral(string literal)
    {
        foreach (var link in Volatile.Read(ref _links))
        {
            if (ReferenceEquals(link.Literal, literal))
                return link.Next;
        }

        return FindByText(literal);
    }

    public TemplateCursor AfterHole() =>
        Volatile.Read(ref _afterHole) ?? Interlocked.CompareExchange(ref _afterHole, new(this, null), null) ?? _afterHole;

    private TemplateCursor FindByText(string literal)
    {
        var byText = Volatile.Read(ref _byText) ?? Interlocked.CompareExchange(ref _byText, new(StringComparer.Ordinal), null) ?? _byText;
        var next = byText.GetOrAdd(literal, static (text, parent) => new(parent, text), this);
        // Lost updates only cost the next one this way again.
        var links = Volatile.Read(ref _links);
        Volatile.Write(ref _links, [new(literal, next), .. links.Take(MostLinks - 1)]);
        return next;
    }

    private HtmlTemplate Compile()
    {
        var steps = new Stack<string?>();
        for (var at = this; at._parent is not null; at = at._parent)
            steps.Push(at._literal);

        var literals = new List<string> { "" };
        foreach (var literal in steps)
        {
            if (literal is null)
                literals.Add("");
            else
                literals[^1] += literal;
        }

        var template = HtmlTemplate.Compile(literals);
        return Interlocked.CompareExchange(ref _template, template, null) ?? template;
    }

    private readonly record struct Link(string Literal, TemplateCursor Next);
}
