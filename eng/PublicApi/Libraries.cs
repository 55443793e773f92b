using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Eng.PublicApi;

/// <summary>The built libraries in a folder. They are read as a compiler reads references, and never loaded.</summary>
internal sealed class Libraries
{
    private readonly Dictionary<string, IAssemblySymbol> _assemblies;

    /// <param name="folder">Where they lie, with all that they refer to besides the .NET that this program runs on.</param>
    public Libraries(string folder)
    {
        var ours = Directory.GetFiles(folder, "Zhar*.dll").Where(static f => !Path.GetFileName(f).StartsWith("Zhar.Eng.", StringComparison.Ordinal)).ToList();
        var references = Directory.GetFiles(folder, "*.dll").Concat(Platform()).DistinctBy(static f => Path.GetFileName(f)).ToDictionary(static f => f, static f => (MetadataReference)MetadataReference.CreateFromFile(f));
        var compilation = CSharpCompilation.Create("reader", references: references.Values);
        _assemblies = ours.ToDictionary(static f => Path.GetFileNameWithoutExtension(f), f => (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(references[f])!, StringComparer.Ordinal); // each is an assembly
        Names = [.. _assemblies.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The lines of <see cref="PublicSurface"/> for one of them.</summary>
    public IReadOnlyList<string> Describe(string name) => PublicSurface.Of(_assemblies[name]);

    /// <summary>The members of all of them that others see and that a person has written.</summary>
    public IEnumerable<ISymbol> Members => _assemblies.Values.SelectMany(PublicSurface.Types).SelectMany(PublicSurface.MembersOf);

    private static IEnumerable<string> Platform() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
