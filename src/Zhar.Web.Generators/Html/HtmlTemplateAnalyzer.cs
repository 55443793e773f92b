using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Zhar.Web.Generators;

/// <summary>Reads the HTML of each interpolated string that becomes <c>Html</c>: tags that do not match, elements that cannot stand where they do, holes that are not safe.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HtmlTemplateAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        HtmlRules.NotClosed, HtmlRules.ClosesNothing, HtmlRules.UnknownElement, HtmlRules.BadNesting, HtmlRules.DuplicateAttribute, HtmlRules.UnsafeHole, HtmlRules.UnsafeValue,
        HtmlRules.InterpolatedText, HtmlRules.ChoiceOfText, HtmlRules.Unfinished, HtmlRules.NoAlternative, HtmlRules.NoText, HtmlRules.DuplicateId, HtmlRules.UnknownClosing,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var types = new HoleTypes(start.Compilation);
            if (types.Html is null)
                return;
            start.RegisterOperationAction(
                operation =>
                {
                    if (operation.Operation.Type is { } type && types.IsHtml(type))
                        Analyze(operation, types);
                },
                OperationKind.InterpolatedStringHandlerCreation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, HoleTypes types)
    {
        var syntax = TemplateSyntax.Read(context.Operation.Syntax);
        var scan = HtmlScanner.Scan(syntax.Literals);
        for (var i = 0; i < scan.Holes.Count; i++)
            CheckHole(context, types, scan.Holes[i], syntax.Holes[i]);
        if (scan.Unfinished is { } unfinished)
            context.ReportDiagnostic(Diagnostic.Create(HtmlRules.Unfinished, syntax.Place(scan.UnfinishedStart, 1), unfinished));
        new HtmlStructure(syntax, scan, context.ReportDiagnostic).Check();
    }

    private static void CheckHole(OperationAnalysisContext context, HoleTypes types, ScannedHole hole, InterpolationSyntax syntax)
    {
        if (Unsafe(hole) is { } place)
        {
            context.ReportDiagnostic(Diagnostic.Create(HtmlRules.UnsafeHole, syntax.GetLocation(), place));
            return;
        }

        var expression = syntax.Expression;
        while (expression is ParenthesizedExpressionSyntax inner)
            expression = inner.Expression;
        var model = context.Operation.SemanticModel!;
        if (model.GetTypeInfo(expression, context.CancellationToken).Type is not { } type)
            return;
        if (types.Objection(type, hole) is { } objection)
        {
            context.ReportDiagnostic(Diagnostic.Create(HtmlRules.UnsafeValue, syntax.GetLocation(), Name(type), objection));
            return;
        }

        var isText = hole.Context is HoleContext.Text or HoleContext.EscapableText;
        if (!types.HasText(type) || (isText && types.IsWords(type)))
        {
            var advice = types.IsSequence(type) ? "Write each item: Each(items, i => $\"…\")." : "Write its properties, call ToString(), or let the type implement IHtmlText.";
            context.ReportDiagnostic(Diagnostic.Create(HtmlRules.NoText, syntax.GetLocation(), Name(type), advice));
        }
        else if (hole.Context == HoleContext.Text && type.SpecialType == SpecialType.System_String)
        {
            if (expression is InterpolatedStringExpressionSyntax)
                context.ReportDiagnostic(Diagnostic.Create(HtmlRules.InterpolatedText, expression.GetLocation()));
            else if (IsChoice(expression))
                context.ReportDiagnostic(Diagnostic.Create(HtmlRules.ChoiceOfText, expression.GetLocation()));
        }
    }

    /// <summary>Whether one of several interpolated strings is the value.</summary>
    private static bool IsChoice(ExpressionSyntax expression) => expression switch
    {
        ConditionalExpressionSyntax choice => IsTemplate(choice.WhenTrue) || IsTemplate(choice.WhenFalse),
        BinaryExpressionSyntax choice when choice.IsKind(SyntaxKind.CoalesceExpression) => IsTemplate(choice.Right),
        SwitchExpressionSyntax choice => choice.Arms.Any(static a => IsTemplate(a.Expression)),
        _ => false,
    };

    private static bool IsTemplate(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => IsTemplate(inner.Expression),
        InterpolatedStringExpressionSyntax => true,
        _ => IsChoice(expression),
    };

    private static string? Unsafe(ScannedHole hole) => hole.Context switch
    {
        HoleContext.TagName => "in place of a tag's name. Choose between tags with If, or use Html.Tag(name, attributes, content).",
        HoleContext.AttributeName => "in place of an attribute's name, or touches one. Use Attrs: <div {Attrs.Of((name, value))}>.",
        HoleContext.UnquotedValue => $"in a value without quotes, so that its text could become further attributes. Write {hole.AttributeSpelling}=\"{{…}}\".",
        HoleContext.Comment => "in a comment, where nothing can be escaped. Leave it out, or comment in C#.",
        HoleContext.Declaration => "in a declaration such as <!doctype>, where nothing can be escaped.",
        HoleContext.RawText => $"in <{hole.Element}>, where nothing can be escaped.",
        _ => null,
    };

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
