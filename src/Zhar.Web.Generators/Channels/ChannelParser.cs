using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Channels;

/// <summary>Reads one channel class. The generator takes the model, the analyzer the problems.</summary>
internal sealed class ChannelParser(INamedTypeSymbol channel, Action<Diagnostic>? report)
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>The <c>Channel&lt;TState&gt;</c> that <paramref name="type"/> derives from, or <c>null</c>.</summary>
    public static INamedTypeSymbol? ChannelBase(ITypeSymbol? type)
    {
        for (var b = type?.BaseType; b is not null; b = b.BaseType)
        {
            if (IsWeb(b, "Channel", 1))
                return b;
        }

        return null;
    }

    /// <summary>Whether <paramref name="type"/> is a channel that clients can join.</summary>
    public static bool IsChannel(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsAbstract: false } && ChannelBase(type) is not null;

    public static bool IsWeb(ITypeSymbol? type, string name, int arity = 0) =>
        type is INamedTypeSymbol named && named.Name == name && named.Arity == arity && named.ContainingType is null &&
        named.ContainingNamespace is { Name: "Web", ContainingNamespace: { Name: "Zhar", ContainingNamespace.IsGlobalNamespace: true } };

    public static AttributeData? Attribute(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(a => IsWeb(a.AttributeClass, name + "Attribute"));

    public ChannelModel Parse()
    {
        var state = ChannelBase(channel)!.TypeArguments[0]; // a channel has the base
        var options = Attribute(channel, "ChannelOptions");
        return new ChannelModel(
            HintName(channel),
            channel.ToDisplayString(TypeFormat),
            channel.ContainingNamespace.IsGlobalNamespace ? null : channel.ContainingNamespace.ToDisplayString(),
            Headers(channel).ToEquatableArray(),
            state.ToDisplayString(TypeFormat),
            Join(state),
            Handlers("HandleIn").ToEquatableArray(),
            Handlers("HandleOut").ToEquatableArray(),
            Option(options, "LogJoin"),
            Option(options, "LogHandleIn"),
            options?.NamedArguments.FirstOrDefault(static a => a.Key == "HibernateAfterSeconds").Value.Value is int seconds ? seconds : 0);
    }

    /// <summary>The channel and its user-written bases, the channel first.</summary>
    private IEnumerable<INamedTypeSymbol> Chain()
    {
        for (INamedTypeSymbol? t = channel; t is not null && !IsWeb(t, "Channel", 1); t = t.BaseType)
            yield return t;
    }

    private ChannelHandler? Join(ITypeSymbol state)
    {
        foreach (var type in Chain())
        {
            foreach (var method in type.GetMembers("Join").OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary))
            {
                if (IsHidden(method, type))
                    return null;
                var inner = Inner(method.ReturnType, out var task);
                if (method.IsStatic || method.IsGenericMethod || !IsWeb(inner, "Join", 1))
                {
                    Wrong(method, "Join is an instance method that returns Join<TState>, ValueTask<Join<TState>> or Task<Join<TState>>");
                    return null;
                }

                var shape = task switch { "ValueTask" => ChannelShape.ValueTaskOfJoin, "Task" => ChannelShape.TaskOfJoin, _ => ChannelShape.Join };
                return Arguments(method, isJoin: true, allowReply: false) is { } arguments
                    ? new ChannelHandler(Identifier(method.Name), "", arguments, shape, null)
                    : null;
            }
        }

        report?.Invoke(Diagnostic.Create(ChannelRules.MissingJoin, channel.Locations[0], channel.Name, state.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        return null;
    }

    private List<ChannelHandler> Handlers(string attribute)
    {
        var found = new List<ChannelHandler>();
        foreach (var type in Chain())
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (Attribute(method, attribute) is not { } data || IsHidden(method, type))
                    continue;
                var name = data.ConstructorArguments.FirstOrDefault().Value as string ?? "";
                if (Reserved(name) is { } why)
                {
                    report?.Invoke(Diagnostic.Create(ChannelRules.ReservedEvent, Location(method), method.Name, name, why));
                    continue;
                }

                var literal = SymbolDisplay.FormatLiteral(name, quote: true);
                if (found.Find(h => h.Event == literal) is { } first)
                {
                    // An override is the handler in place of what it overrides.
                    if (first.Method != Identifier(method.Name))
                        report?.Invoke(Diagnostic.Create(ChannelRules.DuplicateEvent, Location(method), method.Name, first.Method, literal));
                    continue;
                }

                if (Handler(method, literal, attribute == "HandleOut") is { } handler)
                    found.Add(handler);
            }
        }

        return found;
    }

    private ChannelHandler? Handler(IMethodSymbol method, string @event, bool isOut)
    {
        if (method.IsStatic)
            return Wrong(method, "a handler works on the channel's state, so it cannot be static");
        if (method.IsGenericMethod)
            return Wrong(method, "a handler has no type parameters");
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || method.ReturnType.IsRefLikeType)
            return Wrong(method, "an answer cannot be a reference or a ref struct, it travels to the client");
        if (Arguments(method, isJoin: false, allowReply: !isOut) is not { } arguments)
            return null;

        var inner = Inner(method.ReturnType, out var task);
        var kind = inner is null ? "" : inner.Name == "Next" && inner.ContainingNamespace.ToDisplayString() == "Zhar" ? "Next" : IsWeb(inner, "ChannelReply") ? "Reply" : "Value";
        if (isOut && kind is ("Reply" or "Value"))
            return Wrong(method, "nobody waits for the answer of a [HandleOut]: it returns void, ValueTask, Task or Next, and pushes what is to go out");
        if (kind == "Value" && arguments.Any(a => a.Kind == ChannelArgumentKind.ReplyRef))
            return Wrong(method, "it answers twice, through its ReplyRef and through what it returns. Return void, ValueTask, Task or Next, or take the ReplyRef away");
        var shape = (kind, task) switch
        {
            ("", null) => ChannelShape.Void,
            ("", "ValueTask") => ChannelShape.ValueTask,
            ("", _) => ChannelShape.Task,
            ("Next", null) => ChannelShape.Next,
            ("Next", "ValueTask") => ChannelShape.ValueTaskOfNext,
            ("Next", _) => ChannelShape.TaskOfNext,
            ("Reply", null) => ChannelShape.Reply,
            ("Reply", "ValueTask") => ChannelShape.ValueTaskOfReply,
            ("Reply", _) => ChannelShape.TaskOfReply,
            (_, null) => ChannelShape.Value,
            (_, "ValueTask") => ChannelShape.ValueTaskOfValue,
            _ => ChannelShape.TaskOfValue,
        };
        return new ChannelHandler(Identifier(method.Name), @event, arguments, shape, kind == "Value" ? inner!.ToDisplayString(TypeFormat) : null);
    }

    /// <summary>What a method returns inside its task; <c>null</c> for nothing.</summary>
    private static ITypeSymbol? Inner(ITypeSymbol result, out string? task)
    {
        task = result is INamedTypeSymbol { Name: "ValueTask" or "Task" } named && named.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks" ? named.Name : null;
        return task is null
            ? result.SpecialType == SpecialType.System_Void ? null : result
            : ((INamedTypeSymbol)result).TypeArguments.FirstOrDefault();
    }

    private EquatableArray<ChannelArgument>? Arguments(IMethodSymbol method, bool isJoin, bool allowReply)
    {
        var arguments = new List<ChannelArgument>();
        foreach (var p in method.Parameters)
        {
            if (p.RefKind != RefKind.None || p.Type.IsRefLikeType || p.Type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
            {
                Wrong(method, $"'{p.Name}' is passed by reference, or is a ref struct or a pointer, but a payload is a value");
                return null;
            }

            var type = p.Type.ToDisplayString(TypeFormat);
            if (isJoin && p.Ordinal == 0 && p.Type.SpecialType == SpecialType.System_String)
                arguments.Add(new ChannelArgument(ChannelArgumentKind.Topic, p.Name, type, null));
            else if (IsWeb(p.Type, "ReplyRef"))
                arguments.Add(new ChannelArgument(ChannelArgumentKind.ReplyRef, p.Name, type, null));
            else if (IsScalar(p.Type))
                arguments.Add(new ChannelArgument(ChannelArgumentKind.Field, p.Name, type, Fallback(p)));
            else
                arguments.Add(new ChannelArgument(ChannelArgumentKind.Payload, p.Name, p.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(TypeFormat), null));
        }

        var problem =
            !allowReply && arguments.Any(a => a.Kind == ChannelArgumentKind.ReplyRef) ? "only a [HandleIn] has somebody who waits for a ReplyRef" :
            arguments.Count(a => a.Kind == ChannelArgumentKind.ReplyRef) > 1 ? "it has more than one ReplyRef" :
            arguments.Count(a => a.Kind == ChannelArgumentKind.Payload) > 1 ? "it has more than one payload. Make them properties of one record" :
            arguments.Any(a => a.Kind == ChannelArgumentKind.Payload) && arguments.Any(a => a.Kind == ChannelArgumentKind.Field) ? "it has a payload and plain values beside it. Take the one payload, or plain values only" :
            null;
        if (problem is null)
            return arguments.ToEquatableArray();
        Wrong(method, problem);
        return null;
    }

    private static bool IsScalar(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        return type.SpecialType is SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16 or
                SpecialType.System_Byte or SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal or SpecialType.System_DateTime ||
            (type.Name is "Guid" or "DateTimeOffset" or "DateOnly" && type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true });
    }

    private static string? Fallback(IParameterSymbol p)
    {
        if (!p.HasExplicitDefaultValue)
            return p.NullableAnnotation == NullableAnnotation.Annotated || p.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } ? "default" : null;
        return p.ExplicitDefaultValue switch
        {
            null => "default",
            string text => SymbolDisplay.FormatLiteral(text, quote: true),
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
            double number => $"{number.ToString("R", CultureInfo.InvariantCulture)}d",
            float number => $"{number.ToString("R", CultureInfo.InvariantCulture)}f",
            var value => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        };
    }

    private static string? Reserved(string name) => name switch
    {
        "" => "an event needs a name",
        _ when name.StartsWith("phx_", StringComparison.Ordinal) => "names that begin with phx_ belong to the protocol",
        _ => null,
    };

    private static bool Option(AttributeData? options, string name) => options?.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is not false;

    private bool IsHidden(IMethodSymbol method, INamedTypeSymbol declaring)
    {
        if (method.DeclaredAccessibility != Accessibility.Private || SymbolEqualityComparer.Default.Equals(declaring, channel))
            return false;
        report?.Invoke(Diagnostic.Create(ChannelRules.PrivateInBase, Location(method), method.Name, declaring.Name, channel.Name));
        return true;
    }

    private ChannelHandler? Wrong(IMethodSymbol method, string why)
    {
        report?.Invoke(Diagnostic.Create(ChannelRules.IllShaped, Location(method), method.Name, why));
        return null;
    }

    private Location Location(IMethodSymbol method) => method.Locations.FirstOrDefault(l => l.IsInSource) ?? channel.Locations[0];

    private static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string HintName(INamedTypeSymbol type)
    {
        var name = type.ToDisplayString(new SymbolDisplayFormat(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces));
        return $"{name}{(type.Arity > 0 ? $"-{type.Arity}" : "")}.Channel";
    }

    private static IEnumerable<string> Headers(INamedTypeSymbol type)
    {
        var format = new SymbolDisplayFormat(genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);
        var headers = new List<string>();
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            var kind = t switch
            {
                { TypeKind: TypeKind.Interface } => "interface",
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                _ => "class",
            };
            headers.Insert(0, $"partial {kind} {t.ToDisplayString(format)}");
        }

        headers[headers.Count - 1] += " : global::Zhar.Web.IChannel";
        return headers;
    }

    /// <summary>Whether <paramref name="type"/> and all types around it are partial.</summary>
    public static bool IsPartial(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (!t.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax d && d.Modifiers.Any(SyntaxKind.PartialKeyword)))
                return false;
        }

        return true;
    }
}
