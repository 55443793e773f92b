using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Zhar.Reload;

namespace Zhar.Cli.Reload;

/// <summary>Compiles a project again and again: it keeps the syntax trees, the references and what the generators know, and does anew only what an edit has changed.</summary>
internal sealed class CodeCompiler
{
    /// <summary>So many errors help; the rest follow from them.</summary>
    internal const int MaxErrors = 20;

    private const int LinesAround = 3;

    private readonly string _folder;
    private readonly DateTime _began = DateTime.UtcNow;
    private readonly CSharpCommandLineArguments _arguments;
    private readonly CompilerSettings _settings;
    private readonly AnalyzerFiles _analyzers;
    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;
    private Compilation? _last;

    internal CodeCompiler(string folder, IEnumerable<string> arguments)
    {
        _folder = folder;
        _arguments = CSharpCommandLineParser.Default.Parse(arguments, folder, sdkDirectory: null);
        _settings = new CompilerSettings(_arguments.AnalyzerConfigPaths);
        _analyzers = new AnalyzerFiles(_arguments.AnalyzerReferences.Select(r => Path.GetFullPath(r.FilePath, folder)));
        foreach (var source in _arguments.SourceFiles)
            _trees[source.Path] = Parse(source.Path);
        _compilation = CSharpCompilation.Create(
            _arguments.CompilationName ?? Path.GetFileNameWithoutExtension(_arguments.OutputFileName),
            _trees.Values,
            _arguments.MetadataReferences.Select(r => MetadataReference.CreateFromFile(Path.GetFullPath(r.Reference, folder), r.Properties)),
            _arguments.CompilationOptions
                .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
                .WithStrongNameProvider(new DesktopStrongNameProvider(_arguments.KeyFileSearchPaths))
                .WithSourceReferenceResolver(new SourceFileResolver([], folder))
                .WithSyntaxTreeOptionsProvider(_settings.TreeOptions));
        _driver = CSharpGeneratorDriver.Create(
            _analyzers.Generators,
            [.. _arguments.AdditionalFiles.Select(static f => new FileText(f.Path))],
            _arguments.ParseOptions,
            _settings);
    }

    /// <summary>Reads the changed files and writes the assembly with its symbols beside it.</summary>
    /// <param name="changed">Full paths of sources that were changed, made or deleted.</param>
    /// <param name="output">Where the assembly goes.</param>
    /// <exception cref="IOException">A source cannot be read just now.</exception>
    internal CompileResult Compile(IEnumerable<string> changed, string output)
    {
        foreach (var path in changed.Where(static p => p.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))
            Change(path);
        foreach (var gone in _trees.Keys.Where(static p => !File.Exists(p)).ToList())
            Change(gone); // with its folder, of which alone is told
        foreach (var untold in Untold())
            Change(untold);
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var generated, out var problems);
        _last = generated;
        using var code = new MemoryStream();
        using var symbols = new MemoryStream();
        var symbolFile = Path.ChangeExtension(output, ".pdb");
        var emitted = generated.Emit(
            code,
            symbols,
            manifestResources: _arguments.ManifestResources,
            options: _arguments.EmitOptions.WithDebugInformationFormat(Microsoft.CodeAnalysis.Emit.DebugInformationFormat.PortablePdb).WithPdbFilePath(_compilation.AssemblyName + ".pdb")); // without its folder, so that equal source gives an equal assembly
        if (!emitted.Success || problems.Any(static p => p.Severity == DiagnosticSeverity.Error))
            return new CompileResult(null, Errors(emitted.Diagnostics.Concat(problems)));
        Directory.CreateDirectory(Path.GetDirectoryName(output)!); // a file lies in a folder
        Write(output, code);
        Write(symbolFile, symbols);
        return new CompileResult(Convert.ToHexString(SHA256.HashData(code.GetBuffer().AsSpan(0, (int)code.Length))), []);
    }

    /// <summary>Runs the analyzers of Zhar on what was compiled last: their errors are those of a build too.</summary>
    internal async Task<CompileResult> Check()
    {
        if (_last is not { } compilation || _analyzers.Analyzers.IsEmpty)
            return new CompileResult(null, []);
        var found = await compilation.WithAnalyzers(_analyzers.Analyzers, new AnalyzerOptions([], _settings)).GetAnalyzerDiagnosticsAsync().ConfigureAwait(false);
        return new CompileResult(null, Errors(found));
    }

    /// <summary>Sources that are new since the start and of which the system has not told: those written into a folder in the moment in which it was made.</summary>
    private List<string> Untold() =>
    [
        .. new DirectoryInfo(_folder).EnumerateFiles("*.cs", SearchOption.AllDirectories)
            .Where(f => f.LastWriteTimeUtc >= _began && !_trees.ContainsKey(f.FullName) && SourceChanges.Of(Path.GetRelativePath(_folder, f.FullName).Replace('\\', '/')) == SourceChange.Code)
            .Select(static f => f.FullName),
    ];

    private void Change(string path)
    {
        var known = _trees.GetValueOrDefault(path);
        if (!File.Exists(path))
        {
            if (known is null)
                return;
            _trees.Remove(path);
            _compilation = _compilation.RemoveSyntaxTrees(known);
            return;
        }

        var tree = _trees[path] = Parse(path);
        _compilation = known is null ? _compilation.AddSyntaxTrees(tree) : _compilation.ReplaceSyntaxTree(known, tree);
    }

    private SyntaxTree Parse(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return CSharpSyntaxTree.ParseText(SourceText.From(file, Encoding.UTF8, _arguments.ChecksumAlgorithm, canBeEmbedded: true), _arguments.ParseOptions, path);
    }

    private static void Write(string path, MemoryStream bytes)
    {
        using var file = File.Create(path);
        bytes.Position = 0;
        bytes.CopyTo(file);
    }

    private List<ReloadError> Errors(IEnumerable<Diagnostic> all) =>
    [
        .. all.Where(static d => d.Severity == DiagnosticSeverity.Error && !d.IsSuppressed)
            .OrderBy(static d => d.Location.SourceTree is null).ThenBy(static d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static d => d.Location.SourceSpan.Start)
            .Take(MaxErrors).Select(Error),
    ];

    private ReloadError Error(Diagnostic diagnostic)
    {
        var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        if (diagnostic.Location.SourceTree is not { } tree)
            return new ReloadError("", 0, 0, diagnostic.Id, message, []);
        var place = diagnostic.Location.GetLineSpan().StartLinePosition;
        var lines = tree.GetText().Lines;
        var from = Math.Max(0, place.Line - LinesAround);
        var to = Math.Min(lines.Count - 1, place.Line + LinesAround);
        return new ReloadError(
            Path.GetRelativePath(_folder, tree.FilePath).Replace('\\', '/'),
            place.Line + 1,
            place.Character + 1,
            diagnostic.Id,
            message,
            [.. Enumerable.Range(from, to - from + 1).Select(n => new ReloadLine(n + 1, lines[n].ToString()))]);
    }

    /// <summary>A file that generators read.</summary>
    private sealed class FileText(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => File.Exists(path) ? SourceText.From(File.ReadAllText(path), Encoding.UTF8) : null;
    }
}
