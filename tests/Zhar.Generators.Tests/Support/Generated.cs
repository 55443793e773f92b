using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Generators.Tests.Support;

/// <summary>A source with what was generated for it; compiles without a warning, or the test fails.</summary>
internal sealed class Generated
{
    private readonly CSharpCompilation _compilation;

    private Generated(CSharpCompilation compilation) => _compilation = compilation;

    public static Generated From(string source, string assembly = "App")
    {
        var compilation = Sources.Generate(Sources.Compile(source, assembly));
        var problems = compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems.Select(p => $"{p}\n    {p.Location.SourceTree?.GetText().Lines[p.Location.GetLineSpan().StartLinePosition.Line]}")));
        return new Generated(compilation);
    }

    /// <summary>All generated text.</summary>
    public string Text => string.Join("\n", _compilation.SyntaxTrees.Skip(2));

    /// <summary>The symbol of a type, by its metadata name: <c>Counter+Ref</c>.</summary>
    public INamedTypeSymbol Type(string name) => _compilation.GetTypeByMetadataName(name) ?? throw new ArgumentException($"No type {name} was compiled.");

    /// <summary>The methods of a type with this name, as C# shows them: <c>ValueTask&lt;int&gt; Increment(int by = 1, CallOptions options = default)</c>.</summary>
    public IEnumerable<string> Methods(string type, string name) => Type(type).GetMembers(name).OfType<IMethodSymbol>()
        .Select(m => Regex.Replace(m.ToDisplayString(Format), @"default\(\w+\)", "default"));

    /// <summary>The only method of a type with this name.</summary>
    public string Method(string type, string name) => Assert.Single(Methods(type, name));

    /// <summary>The value of a static property or the result of a static method without parameters, from the compiled assembly.</summary>
    public object? Run(string type, string member)
    {
        using var image = new MemoryStream();
        var result = _compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        var loaded = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image).GetType(type, throwOnError: true)!;
        return loaded.InvokeMember(member, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.InvokeMethod | BindingFlags.GetProperty, null, null, null, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static readonly SymbolDisplayFormat Format = new SymbolDisplayFormat(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes)
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters)
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeAccessibility)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);
}
