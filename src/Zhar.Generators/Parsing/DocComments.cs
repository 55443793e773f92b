using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Zhar.Generators.Parsing;

/// <summary>Takes over a handler's doc comment: <c>inheritdoc</c> cannot reach a private method.</summary>
internal static class DocComments
{
    /// <summary>The lines of the comment, without the slashes. Empty when there is none.</summary>
    /// <param name="parameters">The parameters that the client method has; comments on others are left out.</param>
    public static IEnumerable<string> Of(IMethodSymbol method, ICollection<string> parameters)
    {
        // The resolved form has full cref ids, but exists only when the project asks for documentation.
        if (method.GetDocumentationCommentXml() is { Length: > 0 } xml)
        {
            foreach (var element in Parse(xml).Where(e => Fits(e, parameters)))
            {
                foreach (var line in element.ToString().Split('\n'))
                    yield return line.Trim();
            }

            yield break;
        }

        var syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (syntax is null)
            yield break;
        foreach (var line in syntax.GetLeadingTrivia().ToFullString().Split('\n'))
        {
            var text = line.Trim();
            if (text.StartsWith("///", StringComparison.Ordinal))
                yield return text.Substring(3).Trim();
        }
    }

    private static IEnumerable<XElement> Parse(string xml)
    {
        try
        {
            return XElement.Parse(xml).Elements();
        }
        catch (System.Xml.XmlException)
        {
            return []; // the compiler warns about the malformed comment itself
        }
    }

    private static bool Fits(XElement element, ICollection<string> parameters) =>
        element.Name.LocalName != "param" || parameters.Contains(element.Attribute("name")?.Value ?? "");
}
