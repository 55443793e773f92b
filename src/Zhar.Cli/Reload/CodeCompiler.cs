using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Zhar.Reload;

namespace Zhar.Cli.Reload;

/// <summary>Compiles a project again and again: it keeps the syntax trees, the references and what the generators know, and does anew only what an edit has changed.</summary>
internal sealed class CodeCompiler
{
    /// <summary>So many errors help; the rest follow from them.</summary>
    internal const int MaxErrors = 20;

    private const int LinesAround = 3;

    /// <summary>So many made-up edits; from then on it gets no quicker.</summary>
    private const int WarmRounds = 12;

    /// <summary>The runtime compiles what has run often when nothing new has run for 100 ms.</summary>
    private static readonly TimeSpan WarmPause = TimeSpan.FromMilliseconds(150);

    private const string Resource = "/resource:";

    /// <summary>A switch of the C# compiler: what may be null is a third of the work of binding a method, and changes nothing of the code that comes of it.</summary>
    private const string NullableAnalysis = "run-nullable-analysis";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private readonly string _folder;
    private readonly CSharpCommandLineArguments _arguments;
    private readonly CSharpParseOptions _quick;
    private readonly CompilerSettings _settings;
    private readonly AnalyzerFiles _analyzers;
    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);
    private readonly HashSet<string> _excluded, _embedded;
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;
    private Compilation? _last;
    private HashSet<(string Id, string Place)> _told = [];
    private IReadOnlyCollection<string> _changed = [];
    private volatile bool _isWanted;

    internal CodeCompiler(string folder, IEnumerable<string> arguments)
    {
        _folder = folder;
        var given = arguments.ToList();
        _arguments = CSharpCommandLineParser.Default.Parse(given, folder, sdkDirectory: null);
        _quick = _arguments.ParseOptions.WithFeatures(_arguments.ParseOptions.Features.Where(static f => f.Key != NullableAnalysis).Append(new(NullableAnalysis, "never")));
        _embedded = [.. given.Where(static a => a.StartsWith(Resource, StringComparison.Ordinal)).Select(a => Path.GetFullPath(a[Resource.Length..].Split(',')[0].Trim('"'), folder))];
        _settings = new CompilerSettings(_arguments.AnalyzerConfigPaths);
        _analyzers = new AnalyzerFiles(_arguments.AnalyzerReferences.Select(r => Path.GetFullPath(r.FilePath, folder)));
        foreach (var source in _arguments.SourceFiles)
            _trees[source.Path] = Parse(source.Path);
        _excluded = [.. Directory.EnumerateFiles(folder, "*.cs", Everything).Where(path => !_trees.ContainsKey(path))]; // by the project: one that is new belongs to it
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
            _quick,
            _settings);
    }

    /// <summary>Reads the changed files and writes the assembly with its symbols beside it.</summary>
    /// <param name="changed">Full paths of sources that were changed, made or deleted.</param>
    /// <param name="output">Where the assembly goes.</param>
    /// <exception cref="IOException">A source cannot be read just now. The same files have to be named again.</exception>
    internal CompileResult Compile(IReadOnlyCollection<string> changed, string output)
    {
        _isWanted = true;
        _changed = changed;
        var began = Stopwatch.GetTimestamp();
        if (changed.Any(NeedsBuild))
            return new CompileResult(null, []) { NeedsBuild = true };
        foreach (var path in changed.Where(static p => IsSource(p)))
            Change(path);
        var read = Stopwatch.GetTimestamp();
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var generated, out var problems);
        _last = generated;
        var ran = Stopwatch.GetTimestamp();
        using var code = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = Emit(generated, code, symbols);
        _told = [.. emitted.Diagnostics.Select(Key)];
        var times = new CompileTimes(
            Stopwatch.GetElapsedTime(began, read).TotalMilliseconds, Stopwatch.GetElapsedTime(read, ran).TotalMilliseconds, Stopwatch.GetElapsedTime(ran).TotalMilliseconds);
        if (!emitted.Success || problems.Any(static p => p.Severity == DiagnosticSeverity.Error))
            return new CompileResult(null, Errors(emitted.Diagnostics.Concat(problems))) { Times = times };
        Directory.CreateDirectory(Path.GetDirectoryName(output)!); // a file lies in a folder
        Write(output, code);
        Write(Path.ChangeExtension(output, ".pdb"), symbols);
        return new CompileResult(Convert.ToHexString(SHA256.HashData(code.GetBuffer().AsSpan(0, (int)code.Length))), []) { Warnings = Warnings(emitted.Diagnostics, changed), Times = times };
    }

    /// <summary>
    /// Compiles made-up edits, for nothing, until one of a developer comes: the runtime compiles the compiler and the generators well only when they have run a number of times.
    /// </summary>
    internal async Task Warm()
    {
        _isWanted = false;
        var trees = _trees.Values.OrderByDescending(static t => t.Length).Take(WarmRounds).ToList();
        for (var round = 0; round < WarmRounds && trees.Count > 0; round++)
        {
            var tree = trees[round % trees.Count];
            var text = tree.GetText();
            var edited = tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(text.Length, 0), "\n// edited")));
            _driver.RunGeneratorsAndUpdateCompilation(_compilation.ReplaceSyntaxTree(tree, edited), out var generated, out _);
            if (_isWanted)
                return;
            using var code = new MemoryStream();
            using var symbols = new MemoryStream();
            Emit(generated, code, symbols);
            await Task.Delay(WarmPause).ConfigureAwait(false);
            if (_isWanted)
                return;
        }
    }

    /// <summary>What a build says beyond <see cref="Compile"/> of what was compiled last: the rules of Zhar, and what may be null.</summary>
    internal async Task<CompileResult> Check(CancellationToken cancellationToken)
    {
        if (_last is not { } compilation)
            return new CompileResult(null, []);
        var (changed, told) = (_changed, _told);
        var whole = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(t => t.WithRootAndOptions(t.GetRoot(cancellationToken), _arguments.ParseOptions)));
        var found = _analyzers.Analyzers.IsEmpty
            ? whole.GetDiagnostics(cancellationToken)
            : await whole.WithAnalyzers(_analyzers.Analyzers, new AnalyzerOptions([], _settings)).GetAllDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
        var news = found.Where(d => !told.Contains(Key(d))).ToList();
        return new CompileResult(null, Errors(news)) { Warnings = Warnings(news, changed) };
    }

    private EmitResult Emit(Compilation compilation, Stream code, Stream symbols) => compilation.Emit(
        code,
        symbols,
        manifestResources: _arguments.ManifestResources,
        options: _arguments.EmitOptions.WithDebugInformationFormat(DebugInformationFormat.PortablePdb).WithPdbFilePath(_compilation.AssemblyName + ".pdb")); // without its folder, so that equal source gives an equal assembly

    private static bool IsSource(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is embedded is read anew each time, but only MSBuild knows under which name a new file goes in.</summary>
    private bool NeedsBuild(string path) => !IsSource(path) && File.Exists(path) != _embedded.Contains(path);

    private void Change(string path)
    {
        if (_excluded.Contains(path))
            return;
        var known = _trees.GetValueOrDefault(path);
        if (TryParse(path) is not { } tree)
        {
            if (known is null)
                return;
            _trees.Remove(path);
            _compilation = _compilation.RemoveSyntaxTrees(known);
            return;
        }

        _trees[path] = tree;
        _compilation = known is null ? _compilation.AddSyntaxTrees(tree) : _compilation.ReplaceSyntaxTree(known, tree);
    }

    private SyntaxTree? TryParse(string path)
    {
        try
        {
            return Parse(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // deleted
        }
    }

    private SyntaxTree Parse(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return CSharpSyntaxTree.ParseText(SourceText.From(file, Encoding.UTF8, _arguments.ChecksumAlgorithm, canBeEmbedded: true), _quick, path);
    }

    private static void Write(string path, MemoryStream bytes)
    {
        using var file = File.Create(path);
        bytes.Position = 0;
        bytes.CopyTo(file);
    }

    private List<ReloadError> Errors(IEnumerable<Diagnostic> all) => Told(all.Where(static d => d.Severity == DiagnosticSeverity.Error));

    private List<ReloadError> Warnings(IEnumerable<Diagnostic> all, IReadOnlyCollection<string> changed) =>
        Told(all.Where(d => d.Severity == DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && changed.Contains(tree.FilePath)));

    private static (string Id, string Place) Key(Diagnostic diagnostic) => (diagnostic.Id, diagnostic.Location.GetLineSpan().ToString());

    private List<ReloadError> Told(IEnumerable<Diagnostic> all) =>
    [
        .. all.Where(static d => !d.IsSuppressed)
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
