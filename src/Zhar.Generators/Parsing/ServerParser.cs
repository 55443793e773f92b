using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Model;

namespace Zhar.Generators.Parsing;

/// <summary>Reads one server class. The generator takes the model, the analyzer the problems.</summary>
internal sealed class ServerParser(INamedTypeSymbol server, Compilation compilation, Action<Diagnostic>? report)
{
    private static readonly string[] Statics = ["Name", "Start", "TryStart", "StartLink", "TryStartLink", "Child"];

    private readonly TypeNames _types = new(compilation);
    private readonly string _serverType = server.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Whether <paramref name="type"/> is a class that the generator writes for: a server that can be started.</summary>
    public static bool IsServer(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsAbstract: false } && type.ServerBase() is not null;

    public ServerModel? Parse()
    {
        if (!CheckPartial(server))
            return null;

        var calls = Handlers("Call").ToList();
        var casts = Handlers("Cast").ToList();
        var infos = MostDerivedFirst(Handlers("Info"));
        var continues = MostDerivedFirst(Handlers("Continue"));
        var ticks = Handlers("Tick").ToList();
        CheckClientMethods(calls, casts);
        var inits = Inits();

        return new ServerModel(
            HintName(server),
            _serverType,
            server.Name,
            server.ContainingNamespace.IsGlobalNamespace ? null : server.ContainingNamespace.ToDisplayString(),
            Headers(server).ToEquatableArray(),
            DeclaresName() ? _serverType + ".Name" : $"global::Zhar.ServerName.Of<{_serverType}>()",
            Statics.Where(name => server.GetMembers(name).Length > 0).ToEquatableArray(),
            !server.IsGenericType && !Chain(server.ContainingType).Any(t => t.IsGenericType) && Visibility.IsInternalOrMore(server),
            IsAsync([.. calls, .. casts, .. infos, .. continues, .. ticks], inits),
            calls.Select(h => h.Model).ToEquatableArray(),
            casts.Select(h => h.Model).ToEquatableArray(),
            infos.Select(h => h.Model).ToEquatableArray(),
            continues.Select(h => h.Model).ToEquatableArray(),
            ticks.Select(h => h.Model).ToEquatableArray(),
            inits.ToEquatableArray(),
            Services().ToEquatableArray());
    }

    /// <summary>Whether <paramref name="type"/> and all types around it are partial.</summary>
    public static bool IsPartial(INamedTypeSymbol type) => Chain(type).All(t =>
        t.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax d && d.Modifiers.Any(SyntaxKind.PartialKeyword)));

    private bool CheckPartial(INamedTypeSymbol type)
    {
        var partial = true;
        foreach (var t in Chain(type))
        {
            if (t.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<TypeDeclarationSyntax>().FirstOrDefault() is { } declaration &&
                !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                report?.Invoke(Diagnostic.Create(Rules.MissingPartial, declaration.Identifier.GetLocation(), t.Name, server.Name));
                partial = false;
            }
        }

        return partial;
    }

    private static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol? type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
            yield return t;
    }

    public static string HintName(INamedTypeSymbol type)
    {
        var name = type.ToDisplayString(new SymbolDisplayFormat(
            typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces));
        var arity = Chain(type).Sum(t => t.Arity);
        return arity == 0 ? name : $"{name}-{arity}";
    }

    public static IEnumerable<string> Headers(INamedTypeSymbol type) => Chain(type).Reverse().Select(t =>
    {
        var kind = t switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            _ => "class",
        };
        return $"partial {kind} {t.ToDisplayString(new SymbolDisplayFormat(genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers))}";
    });

    private bool DeclaresName() => server.GetMembers("Name").Any(m => m.IsStatic && (m as IPropertySymbol)?.Type.IsZhar("ServerName") == true
                                                                      || m.IsStatic && (m as IFieldSymbol)?.Type.IsZhar("ServerName") == true);

    private bool IsAsync(IEnumerable<Handler> handlers, IEnumerable<InitModel> inits) =>
        inits.Any(i => i.IsAsync) ||
        handlers.Any(h => IsAsync(h.Model.Shape)) ||
        server.ServerChain().Any(t => t.GetMembers("Terminate").Concat(t.GetMembers("HandleInfo")).Any(m => m.IsOverride));

    private static bool IsAsync(HandlerShape shape) => shape is not (HandlerShape.Void or HandlerShape.Value or HandlerShape.CallResult or HandlerShape.Next);

    // ---- start -------------------------------------------------------------------------------------------------------

    private List<InitModel> Inits()
    {
        var inits = new List<InitModel>();
        foreach (var type in server.ServerChain())
        {
            foreach (var method in type.GetMembers("Init").OfType<IMethodSymbol>().Where(m => !m.IsStatic && !m.IsHandler()))
            {
                if (ParseInit(method, type) is { } init)
                    inits.Add(init);
            }

            if (type.GetMembers("Init").OfType<IMethodSymbol>().Any(m => !m.IsHandler()))
                return inits;
        }

        var state = server.ServerBase()!.TypeArguments[0].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat); // a server has the base
        report?.Invoke(Diagnostic.Create(Rules.MissingInit, server.Locations[0], server.Name, state));
        return inits;
    }

    private InitModel? ParseInit(IMethodSymbol method, INamedTypeSymbol declaring)
    {
        var result = method.ReturnType;
        var isAsync = (result.IsTask("ValueTask", 1) || result.IsTask("Task", 1));
        if (isAsync)
            result = ((INamedTypeSymbol)result).TypeArguments[0];
        if (!result.IsZhar("Init", 1) || method.IsGenericMethod)
        {
            Wrong(method, "Init returns Init<TState>, ValueTask<Init<TState>> or Task<Init<TState>>, and has no type parameters");
            return null;
        }

        if (IsHiddenInBase(method, declaring) || Parameters(method, allowFrom: false) is not { } parameters)
            return null;
        if (Visibility.Of(server, method.Parameters.Select(p => p.Type), out var hidden) is not { } access)
        {
            report?.Invoke(Diagnostic.Create(Rules.HiddenType, Location(method), method.Name, hidden!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), server.Name));
            return null;
        }

        return new InitModel(access, isAsync, parameters, DocComments.Of(method, [.. method.Parameters.Select(p => p.Name)]).ToEquatableArray());
    }

    private IEnumerable<ServiceModel> Services()
    {
        var constructors = server.InstanceConstructors;
        var constructor = constructors.Where(c => c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
            .Concat(constructors.Where(c => c.DeclaredAccessibility is Accessibility.Private))
            .OrderByDescending(c => c.DeclaredAccessibility == Accessibility.Private ? -1 : c.Parameters.Length)
            .FirstOrDefault();
        return constructor is null ? [] : constructor.Parameters.Select(Service);
    }

    private ServiceModel Service(IParameterSymbol parameter)
    {
        const string Extensions = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
        const string Keyed = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";

        var type = _types.Write(parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), TypeSyntaxOf(parameter));
        var key = parameter.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "FromKeyedServicesAttribute")?.ConstructorArguments.FirstOrDefault();
        if (key is { IsNull: false } k && k.ToCSharpString() is { Length: > 0 } keyText)
            return new($"{Keyed}GetRequiredKeyedService<{type}>(services, {keyText})", true);
        if (!parameter.HasExplicitDefaultValue)
            return new($"{Extensions}GetRequiredService<{type}>(services)", true);

        // A default stands for "use the service if there is one"; numbers and the like are no services.
        var fallback = Literals.DefaultOf(parameter)!; // has one, checked above
        if (parameter.ExplicitDefaultValue is not null)
            return new(fallback, false);
        return new(parameter.Type.IsValueType ? $"{Extensions}GetService<{type}>(services)" : $"{Extensions}GetService<{type}>(services)!", true);
    }

    // ---- handlers ----------------------------------------------------------------------------------------------------

    private IEnumerable<Handler> Handlers(string attribute)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in server.ServerChain())
        {
            var number = 0;
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary))
            {
                if (method.Attribute(attribute) is not { } data || overridden.Contains(method.OriginalDefinition))
                    continue;
                for (var m = method.OverriddenMethod; m is not null; m = m.OverriddenMethod)
                    overridden.Add(m.OriginalDefinition);
                number++;
                if (!IsHiddenInBase(method, type) && CheckMethod(method) && ParseHandler(method, attribute, data, $"{type.Name}{number}") is { } handler)
                    yield return handler;
            }
        }
    }

    private Handler? ParseHandler(IMethodSymbol method, string attribute, AttributeData data, string suffix) => attribute switch
    {
        "Call" => ParseCall(method, data, suffix),
        "Cast" => ParseCast(method, suffix),
        "Tick" => ParseTick(method, data, suffix),
        _ => ParseInfo(method, attribute),
    };

    private Handler? ParseCall(IMethodSymbol method, AttributeData data, string suffix)
    {
        if (Parameters(method, allowFrom: true) is not { } parameters)
            return null;

        var from = method.Parameters.Where(p => p.Type.IsZhar("From", 1)).ToList();
        var result = method.ReturnType;
        var syntax = ReturnSyntaxOf(method);
        HandlerShape shape;
        ITypeSymbol? reply = null;
        TypeSyntax? replySyntax = null;

        if (from.Count > 0)
        {
            if (from.Count > 1 || Shape(result) is not { } deferred)
                return Wrong(method, "a [Call] with a From<T> parameter has one of them and returns void, ValueTask, Task, Next, ValueTask<Next> or Task<Next>; the reply goes through From<T>.Reply");
            shape = deferred;
            reply = ((INamedTypeSymbol)from[0].Type).TypeArguments[0];
            replySyntax = TypeNames.Argument(TypeSyntaxOf(from[0]));
        }
        else
        {
            var inner = result.IsTask("ValueTask", 1) || result.IsTask("Task", 1) ? ((INamedTypeSymbol)result).TypeArguments[0] : result;
            var innerSyntax = ReferenceEquals(inner, result) ? syntax : TypeNames.Argument(syntax);
            if (inner.IsZhar("Next"))
                return Wrong(method, "a [Call] that returns Next gives the caller no reply. Return CallResult<T>, or take a From<T> parameter to reply later");

            if (inner.IsZhar("CallResult", 1))
            {
                shape = ReferenceEquals(inner, result) ? HandlerShape.CallResult : result.IsTask("Task", 1) ? HandlerShape.TaskOfCallResult : HandlerShape.ValueTaskOfCallResult;
                reply = ((INamedTypeSymbol)inner).TypeArguments[0];
                replySyntax = TypeNames.Argument(innerSyntax);
            }
            else if (Shape(result) is { } plain)
            {
                shape = plain;
            }
            else
            {
                shape = ReferenceEquals(inner, result) ? HandlerShape.Value : result.IsTask("Task", 1) ? HandlerShape.TaskOfValue : HandlerShape.ValueTaskOfValue;
                reply = inner;
                replySyntax = innerSyntax;
            }
        }

        if (reply is { IsRefLikeType: true } or IPointerTypeSymbol || method.ReturnsByRef || method.ReturnsByRefReadonly)
            return Wrong(method, "a reply cannot be a reference or a ref struct, it travels to another process");

        var inline = !IsAsync(shape) && !data.NamedArguments.Any(a => a is { Key: "NoInline", Value.Value: true });
        var signature = method.Parameters.Where(p => !p.Type.IsZhar("From", 1)).ToList();
        var types = reply is null ? signature.Select(p => p.Type) : signature.Select(p => p.Type).Append(reply);
        return Client(method, types) is not { } access ? null : new Handler(method, null, new HandlerModel(
            Literals.Identifier(method.Name),
            $"__Call{suffix}_{method.Name}",
            access,
            shape,
            reply is null ? null : _types.Write(reply, replySyntax),
            inline,
            HasTry: !Handlers("Call", "Try" + method.Name).Any(m => SameArguments(m, method)),
            Interval: null,
            parameters,
            DocComments.Of(method, [.. signature.Select(p => p.Name)]).ToEquatableArray()));
    }

    private Handler? ParseCast(IMethodSymbol method, string suffix)
    {
        if (Parameters(method, allowFrom: false) is not { } parameters)
            return null;
        if (Shape(method.ReturnType) is not { } shape)
            return Wrong(method, "nobody waits for a [Cast]: it returns void, ValueTask, Task, Next, ValueTask<Next> or Task<Next>. Use [Call] to reply");
        return Client(method, method.Parameters.Select(p => p.Type)) is not { } access ? null : new Handler(method, null, new HandlerModel(
            Literals.Identifier(method.Name), $"__Cast{suffix}_{method.Name}", access, shape, null, false, false, null, parameters,
            DocComments.Of(method, [.. method.Parameters.Select(p => p.Name)]).ToEquatableArray()));
    }

    private Handler? ParseTick(IMethodSymbol method, AttributeData data, string suffix)
    {
        if (method.Parameters.Length > 0 || Shape(method.ReturnType) is not { } shape)
            return Wrong(method, "a [Tick] has no parameters and returns void, ValueTask, Task, Next, ValueTask<Next> or Task<Next>");
        var interval = data.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        if (!TimeSpan.TryParse(interval, CultureInfo.InvariantCulture, out var time) || time <= TimeSpan.Zero)
            return Wrong(method, $"\"{interval}\" is no interval. Write a positive time as hours:minutes:seconds: [Tick(\"00:00:05\")]");
        return new Handler(method, null, new HandlerModel(
            Literals.Identifier(method.Name), $"__Tick{suffix}_{method.Name}", "private", shape, null, false, false, interval, default, default));
    }

    private Handler? ParseInfo(IMethodSymbol method, string attribute)
    {
        if (Shape(method.ReturnType) is not { } shape)
            return Wrong(method, $"nobody waits for an [{attribute}]: it returns void, ValueTask, Task, Next, ValueTask<Next> or Task<Next>");
        if (method.Parameters.Length != 1 || method.Parameters[0].RefKind is not (RefKind.None or RefKind.In) || method.Parameters[0].Type is { IsRefLikeType: true } or IPointerTypeSymbol)
            return Wrong(method, $"an [{attribute}] has one parameter, whose type says which messages it handles");

        var parameter = method.Parameters[0];
        var type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (type.TypeKind == TypeKind.Dynamic)
            type = compilation.GetSpecialType(SpecialType.System_Object);
        var text = _types.WriteForPattern(type, TypeSyntaxOf(parameter)).TrimEnd('?');
        return new Handler(method, type, new HandlerModel(
            Literals.Identifier(method.Name), text, "private", shape, null, false, false, null, default, default));
    }

    /// <summary>Orders handlers so that a base type never hides a derived one; reports the second handler of one type.</summary>
    private List<Handler> MostDerivedFirst(IEnumerable<Handler> handlers)
    {
        var ordered = new List<Handler>();
        foreach (var handler in handlers)
        {
            if (ordered.Find(h => h.Model.MessageType == handler.Model.MessageType) is { } first)
            {
                report?.Invoke(Diagnostic.Create(Rules.DuplicateHandler, Location(handler.Method), handler.Method.Name, first.Method.Name, handler.Message!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
                continue;
            }

            var at = ordered.FindIndex(h => IsBase(h.Message!, handler.Message!));
            ordered.Insert(at < 0 ? ordered.Count : at, handler);
        }

        return ordered;
    }

    private bool IsBase(ITypeSymbol type, ITypeSymbol derived) =>
        type.SpecialType == SpecialType.System_Object || (type.TypeKind != TypeKind.Error && derived.TypeKind != TypeKind.Error && compilation.HasImplicitConversion(derived, type));

    // ---- parts of a handler ------------------------------------------------------------------------------------------

    private static HandlerShape? Shape(ITypeSymbol result)
    {
        if (result.SpecialType == SpecialType.System_Void)
            return HandlerShape.Void;
        if (result.IsTask("ValueTask", 0))
            return HandlerShape.ValueTask;
        if (result.IsTask("Task", 0))
            return HandlerShape.Task;
        if (result.IsZhar("Next"))
            return HandlerShape.Next;
        if (result is INamedTypeSymbol { TypeArguments.Length: 1 } named && named.TypeArguments[0].IsZhar("Next"))
            return result.IsTask("ValueTask", 1) ? HandlerShape.ValueTaskOfNext : result.IsTask("Task", 1) ? HandlerShape.TaskOfNext : null;
        return null;
    }

    private EquatableArray<ParameterModel>? Parameters(IMethodSymbol method, bool allowFrom)
    {
        foreach (var p in method.Parameters)
        {
            var problem = p switch
            {
                { RefKind: not (RefKind.None or RefKind.In) } => $"'{p.Name}' is passed by reference, but arguments are copied into a message",
                { Type.IsRefLikeType: true } or { Type: IPointerTypeSymbol or IFunctionPointerTypeSymbol } => $"'{p.Name}' is a ref struct or a pointer, which cannot be kept in a message",
                _ when !allowFrom && p.Type.IsZhar("From", 1) => $"'{p.Name}' is a From<T>, which only a [Call] has",
                _ => null,
            };
            if (problem is not null)
            {
                Wrong(method, problem);
                return null;
            }
        }

        return method.Parameters.Select(p => new ParameterModel(
            Literals.Identifier(p.Name),
            _types.Write(p.Type, TypeSyntaxOf(p)),
            string.Concat(p.GetAttributes().Select(Attribute)),
            Literals.DefaultOf(p),
            p.IsParams,
            !p.Type.IsUnmanagedType,
            allowFrom && p.Type.IsZhar("From", 1))).ToEquatableArray();
    }

    /// <summary>What an attribute of a parameter says to callers, it says on the client: <c>[CallerMemberName]</c>, <c>[StringSyntax("Regex")]</c>, one's own.</summary>
    private string Attribute(AttributeData attribute) =>
        attribute is { AttributeClass: { } type, AttributeConstructor: { } constructor } &&
        ClientAttributes.Concern(type) &&
        compilation.IsSymbolAccessibleWithin(type, server) &&
        compilation.IsSymbolAccessibleWithin(constructor, server)
            ? ClientAttributes.Write(attribute, type)
            : "";

    private bool CheckMethod(IMethodSymbol method)
    {
        if (method.IsStatic)
            Wrong(method, "a handler works on the server's state, so it cannot be static");
        else if (method.IsGenericMethod)
            Wrong(method, "a handler has no type parameters, its message is one type");
        else if (method.Name == "Init")
            Wrong(method, "Init is called by the start, not by a message. Take the attribute away");
        else
            return true;
        return false;
    }

    private bool IsHiddenInBase(IMethodSymbol method, INamedTypeSymbol declaring)
    {
        if (method.DeclaredAccessibility != Accessibility.Private || SymbolEqualityComparer.Default.Equals(declaring, server))
            return false;
        report?.Invoke(Diagnostic.Create(Rules.PrivateInBase, Location(method), method.Name, declaring.Name, server.Name));
        return true;
    }

    private string? Client(IMethodSymbol method, IEnumerable<ITypeSymbol> types)
    {
        if (method.Name is "Ref" or "At" or "Address" or "DefaultName" or "Equals" or "GetHashCode" or "GetType" or "ToString")
        {
            Wrong(method, $"the client has a member '{method.Name}' of its own. Give the handler another name");
            return null;
        }

        if (Visibility.Of(server, types, out var hidden) is { } access)
            return access;
        report?.Invoke(Diagnostic.Create(Rules.HiddenType, Location(method), method.Name, hidden!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), server.Name));
        return null;
    }

    /// <summary>Two handlers that differ in their From parameter alone, or in call and cast, would give the client one method twice.</summary>
    private void CheckClientMethods(List<Handler> calls, List<Handler> casts)
    {
        var all = calls.Concat(casts).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (all[i].Method.Name != all[j].Method.Name || !SameArguments(all[i].Method, all[j].Method))
                    continue;
                Wrong(all[i].Method, "the client would have two methods with this name and these arguments. Give one handler another name");
                calls.Remove(all[i]);
                casts.Remove(all[i]);
                break;
            }
        }
    }

    private IEnumerable<IMethodSymbol> Handlers(string attribute, string name) =>
        server.ServerChain().SelectMany(t => t.GetMembers(name)).OfType<IMethodSymbol>().Where(m => m.Attribute(attribute) is not null);

    private static bool SameArguments(IMethodSymbol a, IMethodSymbol b) =>
        a.Parameters.Where(p => !p.Type.IsZhar("From", 1)).Select(p => p.Type)
            .SequenceEqual(b.Parameters.Where(p => !p.Type.IsZhar("From", 1)).Select(p => p.Type), SymbolEqualityComparer.Default);

    private Handler? Wrong(IMethodSymbol method, string why)
    {
        report?.Invoke(Diagnostic.Create(Rules.IllShapedHandler, Location(method), method.Name, why));
        return null;
    }

    /// <summary>The method's name; the server's when the method is in another assembly.</summary>
    private Location Location(IMethodSymbol method) => method.Locations.FirstOrDefault(l => l.IsInSource) ?? server.Locations[0];

    private static TypeSyntax? TypeSyntaxOf(IParameterSymbol parameter) =>
        (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as ParameterSyntax)?.Type;

    private static TypeSyntax? ReturnSyntaxOf(IMethodSymbol method) =>
        (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MethodDeclarationSyntax)?.ReturnType;

    private sealed record Handler(IMethodSymbol Method, ITypeSymbol? Message, HandlerModel Model);
}
