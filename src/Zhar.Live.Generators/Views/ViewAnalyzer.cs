using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Zhar.Live.Generators.Views;

/// <summary>ZHAR0301 to ZHAR0306: the shape of live views, their events, and what templates bind to.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ViewAnalyzer : DiagnosticAnalyzer
{
    // A name alone: neither a command, which begins with a bracket, nor something that ends in a hole.
    private static readonly Regex Binding = new(
        """(phx-(?:click|click-away|change|submit|keydown|keyup|focus|blur|window-keydown|window-keyup|window-focus|window-blur|viewport-top|viewport-bottom))\s*=\s*\\?"([A-Za-z][^"\\{}\[]*)\\?(")""",
        RegexOptions.CultureInvariant);

    // What stands before a hole that is the value of such an attribute.
    private static readonly Regex Opening = new("""phx-(?:click|click-away|change|submit|keydown|keyup|focus|blur|window-keydown|window-keyup|window-focus|window-blur|viewport-top|viewport-bottom|mounted|remove|connected|disconnected|auto-recover)\s*=\s*\\?["']$""", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [ViewRules.IllShaped, ViewRules.DuplicateEvent, ViewRules.NotPartial, ViewRules.OutsideView, ViewRules.UnknownEvent, ViewRules.Untargeted];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(AnalyzeTemplate, SyntaxKind.InterpolatedStringText);
        context.RegisterSyntaxNodeAction(AnalyzeBinding, SyntaxKind.Interpolation);
        context.RegisterSyntaxNodeAction(AnalyzeForm, SyntaxKind.InvocationExpression);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (ViewParser.IsView(type) || ViewParser.IsComponent(type))
        {
            if (ViewParser.IsPartial(type))
                _ = new ViewParser(type, context.ReportDiagnostic).Parse();
            else
                context.ReportDiagnostic(Diagnostic.Create(ViewRules.NotPartial, type.Locations[0], type.Name, ViewParser.IsView(type) ? "live view" : "live component"));
            return;
        }

        if (HandlesEvents(type))
            return; // an abstract view: its handlers are looked at with each view that derives from it
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (ViewParser.EventAttribute(method) is not null)
                context.ReportDiagnostic(Diagnostic.Create(ViewRules.OutsideView, method.Locations[0], method.Name, type.Name));
        }
    }

    private static void AnalyzeTemplate(SyntaxNodeAnalysisContext context)
    {
        var text = context.Node.ToString();
        if (text.IndexOf("phx-", StringComparison.Ordinal) < 0 || context.ContainingSymbol?.ContainingType is not { } type)
            return;
        var isView = ViewParser.IsView(type);
        if ((!isView && !ViewParser.IsComponent(type)) || Overrides(type) || context.Node.Parent is not InterpolatedStringExpressionSyntax template)
            return;
        var found = Binding.Matches(text);
        if (found.Count == 0)
            return;
        var events = ViewParser.Events(type).Select(static e => e.Event).ToList();
        foreach (Match match in found)
        {
            if (events.Contains(match.Groups[2].Value) || TemplateTag.Around(template, (InterpolatedStringContentSyntax)context.Node, match.Index) is not { } tag)
                continue;

            // What has no target is for the view, what has another one for somebody else.
            if (isView ? tag.HasTarget : !tag.TargetsMyself)
                continue;
            var place = Location.Create(context.Node.SyntaxTree, new TextSpan(context.Node.SpanStart + match.Groups[2].Index, match.Groups[2].Length));
            context.ReportDiagnostic(Diagnostic.Create(ViewRules.UnknownEvent, place, type.Name, match.Groups[2].Value, events.Count == 0 ? "none" : string.Join(", ", events), match.Groups[1].Value));
        }
    }

    /// <summary>A hole in the value of an event's attribute, which has events of a component: its tag says who gets them.</summary>
    private static void AnalyzeBinding(SyntaxNodeAnalysisContext context)
    {
        var hole = (InterpolationSyntax)context.Node;
        if (hole.Parent is not InterpolatedStringExpressionSyntax template || !IsInBinding(template, hole) || ComponentEvent(context, hole.Expression) is not var (name, component))
            return;
        if (TemplateTag.Around(template, hole, 0) is { MayHaveTarget: false })
            context.ReportDiagnostic(Diagnostic.Create(ViewRules.Untargeted, name.GetLocation(), name.ToString(), component, "phx-target=\"{Myself}\" into the tag"));
    }

    /// <summary>A form that is drawn by a method.</summary>
    private static void AnalyzeForm(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var called = call.Expression is MemberAccessExpressionSyntax member ? member.Name : call.Expression as SimpleNameSyntax;
        if (called?.Identifier.ValueText != "LiveForm")
            return;
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count > 4 || arguments.Any(static a => a.NameColon?.Name.Identifier.ValueText is "target" or "rest"))
            return;
        foreach (var argument in arguments.Where(static a => a.Expression is not LambdaExpressionSyntax))
        {
            if (ComponentEvent(context, argument.Expression) is var (name, component))
            {
                context.ReportDiagnostic(Diagnostic.Create(ViewRules.Untargeted, name.GetLocation(), name.ToString(), component, "LiveForm(…, target: Myself)"));
                return;
            }
        }
    }

    private static bool IsInBinding(InterpolatedStringExpressionSyntax template, InterpolationSyntax hole)
    {
        var at = template.Contents.IndexOf(hole);
        return at > 0 && template.Contents[at - 1] is InterpolatedStringTextSyntax before && Opening.IsMatch(before.ToString());
    }

    /// <summary>The first event of a component that code binds to without saying for whom: <c>On.Like</c> in its template, <c>Card.On.Like</c> elsewhere.</summary>
    private static (SyntaxNode Name, string Component)? ComponentEvent(SyntaxNodeAnalysisContext context, ExpressionSyntax code)
    {
        foreach (var access in code.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>())
        {
            INamedTypeSymbol? type = null;
            if (access.Expression is IdentifierNameSyntax { Identifier.ValueText: "On" })
                type = context.ContainingSymbol?.ContainingType;
            else if (access.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "On" } on)
                type = context.SemanticModel.GetSymbolInfo(on.Expression, context.CancellationToken).Symbol as INamedTypeSymbol;
            if (type is not null && ViewParser.IsComponent(type) && !HasOwnTarget(access, code))
                return (access, type.Name);
        }

        return null;
    }

    /// <summary>Whether the event is pushed by a command that has a target: <c>Js.Push(On.Like, Myself)</c>.</summary>
    private static bool HasOwnTarget(SyntaxNode access, SyntaxNode code)
    {
        for (var node = access; node is not null && node != code.Parent; node = node.Parent)
        {
            if (node is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Push" } } } list })
                return list.Arguments.Any(static a => a.NameColon?.Name.Identifier.ValueText == "target") || (list.Arguments.Count > 1 && list.Arguments[1].NameColon is null);
        }

        return false;
    }

    private static bool Overrides(INamedTypeSymbol view)
    {
        for (INamedTypeSymbol? t = view; t is not null && !ViewParser.IsLive(t, "LiveView", 1) && !ViewParser.IsLive(t, "LiveComponentBase"); t = t.BaseType)
        {
            if (t.GetMembers("HandleEvent").OfType<IMethodSymbol>().Any(static m => m.IsOverride))
                return true;
        }

        return false;
    }

    private static bool HandlesEvents(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (ViewParser.IsLive(t, "LiveView", 1) || ViewParser.IsLive(t, "LiveComponent", 1) || ViewParser.IsLive(t, "LiveComponent", 2))
                return true;
        }

        return false;
    }
}
