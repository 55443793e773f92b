using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Zhar.Live.Generators.Views;

/// <summary>ZHAR0301 to ZHAR0305: the shape of live views, their events, and what templates bind to.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ViewAnalyzer : DiagnosticAnalyzer
{
    // A name alone: neither a command, which begins with a bracket, nor something that ends in a hole.
    private static readonly Regex Binding = new(
        """(phx-(?:click|click-away|change|submit|keydown|keyup|focus|blur|window-keydown|window-keyup|window-focus|window-blur|viewport-top|viewport-bottom))\s*=\s*\\?"([A-Za-z][^"\\{}\[]*)\\?(")""",
        RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [ViewRules.IllShaped, ViewRules.DuplicateEvent, ViewRules.NotPartial, ViewRules.OutsideView, ViewRules.UnknownEvent];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(AnalyzeTemplate, SyntaxKind.InterpolatedStringText);
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
        if (text.IndexOf("phx-", StringComparison.Ordinal) < 0 || context.ContainingSymbol?.ContainingType is not { } view || !ViewParser.IsView(view) || Overrides(view))
            return;
        var found = Binding.Matches(text);
        if (found.Count == 0)
            return;
        var events = ViewParser.Events(view).Select(static e => e.Event).ToList();
        foreach (Match match in found)
        {
            // With a target the event is for a component.
            if (events.Contains(match.Groups[2].Value) || Targets(text, match.Index))
                continue;
            var place = Location.Create(context.Node.SyntaxTree, new TextSpan(context.Node.SpanStart + match.Groups[2].Index, match.Groups[2].Length));
            context.ReportDiagnostic(Diagnostic.Create(ViewRules.UnknownEvent, place, view.Name, match.Groups[2].Value, events.Count == 0 ? "none" : string.Join(", ", events), match.Groups[1].Value));
        }
    }

    private static bool Targets(string text, int at)
    {
        var start = text.LastIndexOf('<', at);
        var end = text.IndexOf('>', at);
        var tag = text.Substring(Math.Max(start, 0), (end < 0 ? text.Length : end) - Math.Max(start, 0));
        return tag.Contains("phx-target");
    }

    private static bool Overrides(INamedTypeSymbol view)
    {
        for (INamedTypeSymbol? t = view; t is not null && !ViewParser.IsLive(t, "LiveView", 1); t = t.BaseType)
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
