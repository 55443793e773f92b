using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Zhar.CodeFixes;

/// <summary>A fix that changes one syntax tree. A rule's fix finds its node and says what the tree becomes.</summary>
/// <param name="rule">The id of the rule.</param>
/// <param name="title">What the editor offers.</param>
public abstract class SyntaxFix(string rule, string title) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [rule];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            // Computed before it is offered, so that a light bulb never does nothing.
            if (await FixedDocument(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } document)
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(document), rule), diagnostic);
        }
    }

    /// <summary>The root after the fix; <c>null</c> when this place cannot be fixed by rule.</summary>
    private protected abstract SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation);

    private async Task<Document?> FixedDocument(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
            return null;
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Fix(root, node, model, cancellation) is { } changed ? document.WithSyntaxRoot(changed) : null;
    }
}
