using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Web.Generators.Controllers;

namespace Zhar.Web.Generators.Routing;

/// <summary>ZHAR0215: a literal path in <c>href</c> or <c>action</c>, or of a redirect, that no route of the application fits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiteralPathAnalyzer : DiagnosticAnalyzer
{
    // Stands for a hole; no path has it.
    private const char Unknown = '\u0001';

    private static readonly Regex Attribute = new("""(?:\shref|\saction|\sphx-href)\s*=\s*(?:"(?<path>/[^"]*)"|'(?<path>/[^']*)')""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [RoutingRules.UnknownPath];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var routes = new Lazy<List<RouteModel>?>(() => Routes(start.Compilation));
            start.RegisterSyntaxNodeAction(c => CheckText(c, routes), SyntaxKind.InterpolatedStringExpression);
            start.RegisterSyntaxNodeAction(c => CheckRedirect(c, routes), SyntaxKind.InvocationExpression);
        });
    }

    /// <summary>All routes, or <c>null</c> when some are not known, or there are none.</summary>
    private static List<RouteModel>? Routes(Compilation compilation)
    {
        var all = new List<RouteModel>();
        foreach (var type in compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>())
        {
            if (!type.DerivesFromWeb("Router") || type.IsAbstract)
                continue;
            var parser = new RouteParser(type, compilation, null);
            all.AddRange(parser.Parse());
            if (parser.HasUnknown)
                return null;
        }

        return all.Count == 0 ? null : all;
    }

    private static void CheckText(SyntaxNodeAnalysisContext context, Lazy<List<RouteModel>?> routes)
    {
        var node = (InterpolatedStringExpressionSyntax)context.Node;
        var text = new StringBuilder();
        foreach (var content in node.Contents)
            text.Append(content is InterpolatedStringTextSyntax literal ? literal.TextToken.ValueText : Unknown.ToString());
        var whole = text.ToString();
        if (whole.IndexOf('/') < 0 || whole.IndexOf('<') < 0)
            return;
        foreach (Match match in Attribute.Matches(whole))
            Check(context, match.Groups["path"].Value, node.GetLocation(), routes);
    }

    private static void CheckRedirect(SyntaxNodeAnalysisContext context, Lazy<List<RouteModel>?> routes)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var name = call.Expression switch
        {
            IdentifierNameSyntax simple => simple.Identifier.ValueText,
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            _ => null,
        };
        if (name is not ("Redirect" or "RedirectTo") || call.ArgumentList.Arguments.Count == 0 ||
            call.ArgumentList.Arguments[0].Expression is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal ||
            context.SemanticModel.GetSymbolInfo(call).Symbol?.ContainingNamespace?.ToDisplayString() != "Zhar.Web")
            return;
        Check(context, literal.Token.ValueText, literal.GetLocation(), routes);
    }

    private static void Check(SyntaxNodeAnalysisContext context, string written, Location at, Lazy<List<RouteModel>?> routes)
    {
        var path = written.Split('?', '#')[0];
        var last = path.Substring(path.LastIndexOf('/') + 1);

        // What has an extension is a file; what begins with a hole may be anything.
        if (!path.StartsWith("/", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal) || last.Contains('.') || (path.Length > 1 && path[1] == Unknown))
            return;
        if (routes.Value is not { } all || all.Any(r => r.Path.Fits(path, Unknown)))
            return;
        var shown = written.Replace(Unknown.ToString(), "{…}");
        var near = all.Where(static r => !r.IsForward).OrderBy(r => Distance(r.Path.Text, shown)).First();
        context.ReportDiagnostic(Diagnostic.Create(RoutingRules.UnknownPath, at, shown, $"The nearest is {near}. A path helper would be checked: Paths.{string.Join(".", near.Group)}."));
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }

        return row[other.Length];
    }
}
