using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Model;

namespace Zhar.Live.Generators.Views;

/// <summary>Reads one live view class. The generator takes the model, the analyzer the problems.</summary>
internal sealed class ViewParser(INamedTypeSymbol view, Action<Diagnostic>? report)
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static bool IsLive(ITypeSymbol? type, string name, int arity = 0) =>
        type is INamedTypeSymbol named && named.Name == name && named.Arity == arity && named.ContainingType is null &&
        named.ContainingNamespace is { Name: "Live", ContainingNamespace: { Name: "Zhar", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The <c>LiveView&lt;TState&gt;</c> that <paramref name="type"/> derives from, or <c>null</c>.</summary>
    public static INamedTypeSymbol? ViewBase(ITypeSymbol? type)
    {
        for (var b = type?.BaseType; b is not null; b = b.BaseType)
        {
            if (IsLive(b, "LiveView", 1))
                return b;
        }

        return null;
    }

    public static bool IsView(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsAbstract: false } && ViewBase(type) is not null;

    public static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is ClassDeclarationSyntax c && c.Modifiers.Any(SyntaxKind.PartialKeyword));

    public static AttributeData? EventAttribute(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(a => IsLive(a.AttributeClass, "EventAttribute"));

    /// <summary>The events of a view or component, with their names in the browser.</summary>
    public static IEnumerable<(IMethodSymbol Method, string Event)> Events(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null && !IsLive(t, "LiveView", 1) && t.SpecialType != SpecialType.System_Object; t = t.BaseType)
        {
            foreach (var method in t.GetMembers().OfType<IMethodSymbol>())
            {
                if (EventAttribute(method) is { } attribute)
                    yield return (method, attribute.ConstructorArguments.FirstOrDefault().Value as string ?? Snake(method.Name));
            }
        }
    }

    public ViewModel Parse()
    {
        var events = new List<EventModel>();
        foreach (var (method, name) in Events(view))
        {
            if (!SymbolEqualityComparer.Default.Equals(method.ContainingType, view) && method.DeclaredAccessibility == Accessibility.Private)
            {
                Report(ViewRules.IllShaped, method, method.Name, "it is private in a base class, where generated code cannot call it; make it protected");
                continue;
            }

            if (name.Length == 0 || name.StartsWith("lv:", StringComparison.Ordinal))
            {
                Report(ViewRules.IllShaped, method, method.Name, "its event has no name, or one that begins with \"lv:\", which is the client's");
                continue;
            }

            var literal = SymbolDisplay.FormatLiteral(name, quote: true);
            if (events.Find(e => e.Event == literal) is { } first)
            {
                if (first.Method != method.Name)
                    Report(ViewRules.DuplicateEvent, method, method.Name, first.Method, name);
                continue;
            }

            if (Handler(method, literal) is { } handler)
                events.Add(handler);
        }

        return new ViewModel(
            view.ToDisplayString(new SymbolDisplayFormat(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces)) + ".Live",
            view.ToDisplayString(TypeFormat),
            view.ContainingNamespace.IsGlobalNamespace ? null : view.ContainingNamespace.ToDisplayString(),
            Headers().ToEquatableArray(),
            view.DeclaredAccessibility == Accessibility.Public,
            events.ToEquatableArray());
    }

    public static string Snake(string name)
    {
        var snake = new System.Text.StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var isUpper = name[i] is >= 'A' and <= 'Z';
            if (isUpper && i > 0 && (name[i - 1] is not (>= 'A' and <= 'Z') || (i + 1 < name.Length && name[i + 1] is >= 'a' and <= 'z')))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }

    private EventModel? Handler(IMethodSymbol method, string literal)
    {
        if (method.IsStatic || method.IsGenericMethod || method.IsAbstract)
            return Wrong(method, "a handler is an instance method without type parameters");
        if (Shape(method.ReturnType) is not { } shape)
            return Wrong(method, "a handler returns nothing, a LiveAction, or a Task or ValueTask of either; the new state is assigned: State = …");
        var arguments = new List<ArgumentModel>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
                return Wrong(method, $"the parameter '{parameter.Name}' is passed by reference");
            if (Argument(parameter) is not { } argument)
                return Wrong(method, $"the parameter '{parameter.Name}' of type {parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} cannot be read from a form; take text, a number, a date, an enum, Params or LiveEvent");
            arguments.Add(argument);
        }

        return new EventModel(method.Name, literal, arguments.ToEquatableArray(), shape);
    }

    private static EventShape? Shape(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void)
            return EventShape.Void;
        if (IsLive(type, "LiveAction"))
            return EventShape.Action;
        if (type is not INamedTypeSymbol { Name: "Task" or "ValueTask" } task || task.ContainingNamespace.ToDisplayString() != "System.Threading.Tasks")
            return null;
        if (task.Arity == 0)
            return task.Name == "Task" ? EventShape.Task : EventShape.ValueTask;
        return !IsLive(task.TypeArguments[0], "LiveAction") ? null : task.Name == "Task" ? EventShape.TaskOfAction : EventShape.ValueTaskOfAction;
    }

    private static ArgumentModel? Argument(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        var fallback = parameter.HasExplicitDefaultValue ? Literal(parameter) : null;
        var full = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(TypeFormat);
        if (type is INamedTypeSymbol { Name: "Params", ContainingNamespace: { Name: "Zhar", ContainingNamespace.IsGlobalNamespace: true } })
            return new(parameter.Name is "p" or "params" ? ArgumentKind.Params : ArgumentKind.Tree, parameter.Name, full, type.NullableAnnotation == NullableAnnotation.Annotated ? "null" : null);
        if (IsLive(type, "LiveEvent"))
            return new(ArgumentKind.Event, parameter.Name, full, null);
        if (type.SpecialType == SpecialType.System_String)
            return new(ArgumentKind.Text, parameter.Name, full, fallback ?? (type.NullableAnnotation == NullableAnnotation.Annotated ? "null" : null));
        if (type.SpecialType == SpecialType.System_Boolean)
            return new(ArgumentKind.Boolean, parameter.Name, full, fallback ?? "false");
        if (type.TypeKind == TypeKind.Enum)
            return new(ArgumentKind.Enum, parameter.Name, full, fallback);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsParsable(nullable.TypeArguments[0]))
            return new(ArgumentKind.Nullable, parameter.Name, nullable.TypeArguments[0].ToDisplayString(TypeFormat), null);
        return IsParsable(type) ? new(ArgumentKind.Parsable, parameter.Name, full, fallback) : null;
    }

    private static bool IsParsable(ITypeSymbol type) => type.AllInterfaces.Any(i => i is { Name: "IParsable", Arity: 1 } && i.ContainingNamespace.ToDisplayString() == "System");

    private static string Literal(IParameterSymbol parameter) => parameter.ExplicitDefaultValue switch
    {
        null => "default",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        bool truth => truth ? "true" : "false",
        IFormattable number when parameter.Type.TypeKind == TypeKind.Enum => $"({parameter.Type.ToDisplayString(TypeFormat)}){number.ToString(null, CultureInfo.InvariantCulture)}",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
        IFormattable number => $"({parameter.Type.ToDisplayString(TypeFormat)}){number.ToString(null, CultureInfo.InvariantCulture)}",
        _ => "default",
    };

    private IEnumerable<string> Headers()
    {
        var headers = new List<string>();
        for (var type = view; type is not null; type = type.ContainingType)
        {
            var keyword = type.IsRecord ? (type.TypeKind == TypeKind.Struct ? "record struct" : "record") : type.TypeKind switch { TypeKind.Struct => "struct", TypeKind.Interface => "interface", _ => "class" };
            var bases = SymbolEqualityComparer.Default.Equals(type, view) ? " : global::Zhar.Live.ILiveView" : "";
            headers.Insert(0, $"partial {keyword} {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}{bases}");
        }

        return headers;
    }

    private EventModel? Wrong(IMethodSymbol method, string why)
    {
        Report(ViewRules.IllShaped, method, method.Name, why);
        return null;
    }

    private void Report(DiagnosticDescriptor rule, IMethodSymbol method, params object[] arguments) =>
        report?.Invoke(Diagnostic.Create(rule, method.Locations[0], arguments));
}
