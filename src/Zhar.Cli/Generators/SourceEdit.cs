using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Cli.Generators;

/// <summary>Changes of C# files: the places are found by their syntax, the rest of the text stays as it is.</summary>
internal static class SourceEdit
{
    /// <summary>Adds statements at the end of a method. Null when there is no such method with a body, the same text when they are there already.</summary>
    internal static string? AddToMethod(string source, string method, string statement)
    {
        if (Squeezed(source).Contains(Squeezed(statement), StringComparison.Ordinal))
            return source;
        return Root(source).DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == method)?.Body is { } body
            ? InsertBefore(source, body.CloseBraceToken, Indented(statement, IndentOf(source, body.CloseBraceToken) + "    "))
            : null;
    }

    /// <summary>Adds members at the end of a class.</summary>
    internal static string? AddToClass(string source, string name, string members)
    {
        var type = Root(source).DescendantNodes().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => t.Identifier.ValueText == name);
        return type is null || type.CloseBraceToken.IsMissing || type.CloseBraceToken == default
            ? null
            : InsertBefore(source, type.CloseBraceToken, "\n" + Indented(members, IndentOf(source, type.CloseBraceToken) + "    "));
    }

    /// <summary>Adds members in front of a method.</summary>
    internal static string? AddMemberBefore(string source, string method, string members)
    {
        if (Squeezed(source).Contains(Squeezed(members), StringComparison.Ordinal))
            return source;
        var found = Root(source).DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == method);
        return found is null ? null : InsertBefore(source, found.GetFirstToken(), Indented(members, IndentOf(source, found.GetFirstToken())) + "\n");
    }

    /// <summary>Adds a using at its place in the alphabet, with those of System first.</summary>
    internal static string AddUsing(string source, string name)
    {
        var usings = Root(source).Usings;
        var line = $"using {name};";
        if (usings.Any(u => u.ToString() == line))
            return source;
        var plain = usings.Where(static u => u.Alias is null && u.StaticKeyword == default).ToList();
        var next = plain.FirstOrDefault(u => string.CompareOrdinal(Order(u.Name!.ToString()), Order(name)) > 0); // a using without an alias has a name
        if (next is not null)
            return source.Insert(next.SpanStart, line + "\n");
        if (plain.Count > 0)
            return source.Insert(plain[^1].Span.End, "\n" + line);
        return usings.Count > 0 ? source.Insert(usings[0].SpanStart, line + "\n") : line + "\n\n" + source;
    }

    /// <summary>Adds an attribute to a class.</summary>
    internal static string? AddAttribute(string source, string name, string attribute)
    {
        if (source.Contains(attribute, StringComparison.Ordinal))
            return source;
        var type = Root(source).DescendantNodes().OfType<ClassDeclarationSyntax>().FirstOrDefault(t => t.Identifier.ValueText == name);
        return type is null ? null : source.Insert((type.AttributeLists.Count > 0 ? type.AttributeLists.Last().GetLastToken().GetNextToken() : type.Modifiers.First()).SpanStart, attribute + "\n");
    }

    /// <summary>Adds an argument before another one in a call: a child before the endpoint in the tree.</summary>
    internal static string? AddArgumentBefore(string source, string call, string before, string argument)
    {
        if (Squeezed(source).Contains(Squeezed(argument), StringComparison.Ordinal))
            return source;
        var found = Root(source).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(i => i.Expression.ToString().StartsWith(call, StringComparison.Ordinal))
            .SelectMany(static i => i.ArgumentList.Arguments)
            .FirstOrDefault(a => a.ToString() == before);
        return found is null ? null : source.Insert(found.SpanStart, argument + ",\n" + IndentOf(source, found.GetFirstToken()));
    }

    /// <summary>Adds a step to a chain of calls before another one: a plug before the router.</summary>
    internal static string? AddCallBefore(string source, string before, string call)
    {
        if (Squeezed(source).Contains(Squeezed(call), StringComparison.Ordinal))
            return source;
        var found = Root(source).DescendantNodes().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(m => m.Name.ToString().StartsWith(before, StringComparison.Ordinal));
        return found is null ? null : source.Insert(found.OperatorToken.SpanStart, call + "\n" + IndentOf(source, found.OperatorToken));
    }

    internal static CompilationUnitSyntax Root(string source) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14)).GetCompilationUnitRoot();

    internal static string Indented(string text, string indent) =>
        string.Concat(text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : indent + line + "\n"));

    /// <summary>Puts whole lines in front of the line that a token begins.</summary>
    internal static string InsertBefore(string source, SyntaxToken token, string lines)
    {
        var start = source.LastIndexOf('\n', Math.Max(0, token.SpanStart - 1)) + 1;
        return string.IsNullOrWhiteSpace(source[start..token.SpanStart]) ? source.Insert(start, lines) : source.Insert(token.SpanStart, "\n" + lines);
    }

    internal static string IndentOf(string source, SyntaxToken token)
    {
        var start = source.LastIndexOf('\n', Math.Max(0, token.SpanStart - 1)) + 1;
        return string.Concat(source[start..token.SpanStart].TakeWhile(static c => c is ' ' or '\t'));
    }

    private static string Order(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? "0" + name : "1" + name;

    private static string Squeezed(string text) => string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));
}
