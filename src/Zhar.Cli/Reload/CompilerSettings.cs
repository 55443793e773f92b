using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Zhar.Cli.Reload;

/// <summary>The settings of the files that the compiler is called with: <c>.editorconfig</c>, and the properties of the project that generators read.</summary>
internal sealed class CompilerSettings : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _files;

    internal CompilerSettings(IEnumerable<string> paths)
    {
        _files = AnalyzerConfigSet.Create(paths.Where(File.Exists).Select(static p => AnalyzerConfig.Parse(SourceText.From(File.ReadAllText(p)), p)).ToList());
        TreeOptions = new Severities(_files);
    }

    /// <summary>How severe each diagnostic is.</summary>
    internal SyntaxTreeOptionsProvider TreeOptions { get; }

    public override AnalyzerConfigOptions GlobalOptions => new Options(_files.GlobalConfigOptions.AnalyzerOptions);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(_files.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(_files.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);

        public override IEnumerable<string> Keys => values.Keys;
    }

    private sealed class Severities(AnalyzerConfigSet files) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            files.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            files.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
