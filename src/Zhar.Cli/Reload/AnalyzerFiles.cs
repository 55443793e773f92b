using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Zhar.Cli.Reload;

/// <summary>The generators that a build runs, and the analyzers of Zhar, loaded beside the compiler.</summary>
internal sealed class AnalyzerFiles : IAnalyzerAssemblyLoader
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly AssemblyLoadContext _context = AssemblyLoadContext.GetLoadContext(typeof(AnalyzerFiles).Assembly) ?? AssemblyLoadContext.Default;

    internal AnalyzerFiles(IEnumerable<string> paths)
    {
        var files = paths.Where(File.Exists).ToList();
        foreach (var path in files)
            AddDependencyLocation(path);
        _context.Resolving += Resolve;
        var references = files.ConvertAll(path => new AnalyzerFileReference(path, this));
        Generators = [.. references.SelectMany(static r => r.GetGenerators(LanguageNames.CSharp))];
        Analyzers = [.. references
            .Where(static r => Path.GetFileName(r.FullPath).StartsWith("Zhar.", StringComparison.Ordinal) && !r.FullPath.EndsWith("CodeFixes.dll", StringComparison.Ordinal))
            .SelectMany(static r => r.GetAnalyzers(LanguageNames.CSharp))];
    }

    internal ImmutableArray<ISourceGenerator> Generators { get; }

    internal ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    public void AddDependencyLocation(string fullPath) => _paths[Path.GetFileNameWithoutExtension(fullPath)] = fullPath;

    public Assembly LoadFromPath(string fullPath) => _context.LoadFromAssemblyPath(fullPath);

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is { } simple && _paths.TryGetValue(simple, out var path) ? context.LoadFromAssemblyPath(path) : null;
}
