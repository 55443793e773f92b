using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Zhar.Web.Generators.Channels;

/// <summary>ZHAR0281 to ZHAR0288: the shape of channels, their events, and the topics of sockets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChannelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ChannelRules.IllShaped, ChannelRules.DuplicateEvent, ChannelRules.PrivateInBase, ChannelRules.ReservedEvent,
        ChannelRules.OutsideChannel, ChannelRules.MissingJoin, ChannelRules.BadTopic, ChannelRules.PushInJoin,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (ChannelParser.IsChannel(type))
        {
            _ = new ChannelParser(type, context.ReportDiagnostic).Parse();
            return;
        }

        if (ChannelParser.ChannelBase(type) is not null)
            return; // an abstract one: its handlers are looked at with each channel that derives from it
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            foreach (var attribute in new[] { "HandleIn", "HandleOut" })
            {
                if (ChannelParser.Attribute(method, attribute) is not null)
                    context.ReportDiagnostic(Diagnostic.Create(ChannelRules.OutsideChannel, method.Locations[0], method.Name, attribute, type.Name));
            }
        }
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var declaring = call.TargetMethod.ContainingType;
        if (call.TargetMethod is { Name: "Channel", Arity: 1 } && ChannelParser.IsWeb(declaring, "Socket") && call.Arguments.Length == 1 &&
            call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string topic } && Problem(topic) is { } problem)
            context.ReportDiagnostic(Diagnostic.Create(ChannelRules.BadTopic, call.Arguments[0].Syntax.GetLocation(), topic, problem));

        if (call.TargetMethod.Name == "Push" && ChannelParser.IsWeb(declaring, "Channel", 1) && context.ContainingSymbol is IMethodSymbol { Name: "Join" } && !IsInLambda(call))
            context.ReportDiagnostic(Diagnostic.Create(ChannelRules.PushInJoin, call.Syntax.GetLocation(), call.Syntax.ToString()));
    }

    private static string? Problem(string topic)
    {
        var star = topic.IndexOf('*');
        return topic.Length == 0 ? "is empty. Write \"room:*\" for all rooms, or \"lobby\" for one topic"
            : star >= 0 && star != topic.Length - 1 ? $"has its * inside, and it stands at the end alone. Write \"{topic.Substring(0, star)}*\""
            : null;
    }

    private static bool IsInLambda(IOperation operation)
    {
        for (var o = operation.Parent; o is not null; o = o.Parent)
        {
            if (o is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return true;
        }

        return false;
    }
}
