using System.Security.Cryptography;
using System.Text;

namespace Zhar.Web;

/// <summary>
/// The unchanging part of a template: the literals of one call site, read once. Two call sites with the same literals share it. It is plain text and
/// keeps no assembly loaded.
/// </summary>
internal sealed class HtmlTemplate
{
    private readonly byte[][] _utf8;

    private HtmlTemplate(string[] statics, HtmlHole[] holes, bool hasSingleRoot)
    {
        Statics = statics;
        Holes = holes;
        HasSingleRoot = hasSingleRoot;
        _utf8 = [.. statics.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The literals around the holes, one more than those, without the attribute names that holes write themselves.</summary>
    public IReadOnlyList<string> Statics { get; }

    /// <summary>The holes, in order.</summary>
    public HtmlHole[] Holes { get; }

    /// <summary>The literals make exactly one element with a name of letters, and every hole is inside it. Live pages need to know.</summary>
    public bool HasSingleRoot { get; }

    /// <summary>The same for the same statics, in every process and version.</summary>
    public ulong Fingerprint => field != 0 ? field : field = Digest(Statics);

    /// <summary>Reads the literals around the holes.</summary>
    /// <exception cref="HtmlTemplateException">A hole stands where no text is safe, or the template ends inside a tag.</exception>
    public static HtmlTemplate Compile(IReadOnlyList<string> literals)
    {
        var scan = HtmlScanner.Scan(literals);
        for (var i = 0; i < scan.Holes.Count; i++)
        {
            if (Objection(scan.Holes[i]) is { } objection)
                throw new HtmlTemplateException($"{objection} Near: {Excerpt(literals, i)}");
        }

        if (scan.Unfinished is { } unfinished)
            throw new HtmlTemplateException($"A template ends inside {unfinished}. A template is whole: what is opened in it is closed in it. Near: {Excerpt(literals, literals.Count - 1)}");

        var statics = literals.ToArray();
        for (var i = 0; i < scan.Holes.Count; i++)
        {
            var hole = scan.Holes[i];
            if (hole.IsWhole || hole.Context == HoleContext.Attributes)
                statics[i] = statics[i][..hole.AttributeStart];
            if (hole.IsWhole)
                statics[i + 1] = statics[i + 1][1..];
            // What is cut from the next literal moves where its own attribute starts.
            if (hole.IsWhole && i + 1 < scan.Holes.Count && scan.Holes[i + 1].AttributeStart > 0)
                scan.Holes[i + 1].AttributeStart--;
        }

        return new(statics, [.. scan.Holes.Select(static h => new HtmlHole(h))], HasOneRoot(scan));
    }

    /// <summary>Writes the literals and, between them, the values of <paramref name="node"/>.</summary>
    public void Write(ref HtmlWriter writer, TemplateNode node)
    {
        var holes = Holes;
        var utf8 = _utf8;
        for (var i = 0; i < holes.Length; i++)
        {
            writer.Write(utf8[i]);
            holes[i].Write(ref writer, node, i);
        }

        writer.Write(utf8[^1]);
    }

    private static string? Objection(ScannedHole hole) => hole.Context switch
    {
        HoleContext.TagName => "A hole stands in place of a tag's name. Write the tags out and choose between them with If, or use Html.Tag(name, attributes, content).",
        HoleContext.AttributeName => "A hole stands in place of an attribute's name, or touches one. Attributes with names of their own come from Attrs: <div {Attrs.Of((name, value))}>.",
        HoleContext.UnquotedValue => $"The value of the attribute {hole.AttributeSpelling} has no quotes, so its text could become further attributes. Write {hole.AttributeSpelling}=\"{{…}}\".",
        HoleContext.Comment => "A hole stands in a comment, where nothing can be escaped. Leave it out, or comment in C#.",
        HoleContext.Declaration => "A hole stands in a declaration such as <!doctype>, where nothing can be escaped.",
        HoleContext.RawText => $"A hole stands in <{hole.Element}>, where nothing can be escaped.",
        _ => null,
    };

    private static string Excerpt(IReadOnlyList<string> literals, int hole)
    {
        var before = literals[hole];
        var after = hole + 1 < literals.Count ? "{…}" + literals[hole + 1] : "";
        return (before.Length > 60 ? "…" + before[^60..] : before) + (after.Length > 40 ? after[..40] + "…" : after);
    }

    private static bool HasOneRoot(HtmlScanner scan)
    {
        var roots = 0;
        var open = new Stack<string>();
        foreach (var token in scan.Tokens)
        {
            switch (token.Kind)
            {
                case HtmlTokenKind.StartTag:
                    roots += open.Count == 0 ? 1 : 0;
                    break;
                case HtmlTokenKind.StartTagEnd when !HtmlNames.IsVoid(token.Name) && !token.IsSelfClosing:
                    open.Push(token.Name);
                    break;
                case HtmlTokenKind.EndTag:
                    if (!open.TryPop(out var name) || name != token.Name)
                        return false;
                    break;
                case HtmlTokenKind.Text or HtmlTokenKind.Declaration when open.Count == 0:
                    return false;
                case HtmlTokenKind.Hole when open.Count == 0 && scan.Holes[token.Hole].Context is HoleContext.Text:
                    return false;
            }
        }

        return roots == 1 && open.Count == 0;
    }

    private static ulong Digest(IReadOnlyList<string> statics)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in statics)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0xff]);
        }

        return BitConverter.ToUInt64(hash.GetHashAndReset()) | 1;
    }
}
