using Xunit;
using Zhar.Eng.Conformance;
using Zhar.Eng.Conformance.Mutants;

namespace Zhar.Eng.Tests.Conformance;

/// <summary>The machinery on a tree of one file, whose "cases" look for words in it.</summary>
public sealed class MutantRunTests : IDisposable
{
    private const string SourceFile = "src/Fake/Light.cs";
    private const string Source = "switch on; stay on; switch off;";

    private readonly string _root = Directory.CreateTempSubdirectory("zhar-eng-tests-").FullName;
    private readonly ScratchTree _tree;
    private readonly MutantRun _run;

    public MutantRunTests()
    {
        Write(SourceFile, Source);
        Write("src/Fake/bin/Light.dll", "old");
        Write("tests/Zhar.Conformance/Cases.cs", "");
        Write("tests/Zhar.Eng.Tests/Other.cs", "");
        _tree = ScratchTree.CopyOf(_root);
        _run = new MutantRun(_tree, new FakeProject(Path.Combine(_tree.Root, SourceFile)));
    }

    public void Dispose()
    {
        _tree.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void The_copy_holds_the_sources_without_what_was_built()
    {
        var files = Directory.EnumerateFiles(_tree.Root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_tree.Root, f).Replace('\\', '/'));

        Assert.Equal([SourceFile, "tests/Zhar.Conformance/Cases.cs"], files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_fault_that_a_case_notices_is_killed_by_that_case()
    {
        var verdict = await _run.Try(Mutant("switch on", "forget", "PRC-001", "PRC-002"), default);

        Assert.Equal(["PRC-001"], verdict.KilledBy);
        Assert.Equal("fault: killed by PRC-001 - it breaks", verdict.ToString());
    }

    [Fact]
    public async Task A_fault_that_no_named_case_notices_survives()
    {
        var verdict = await _run.Try(Mutant("stay on", "flicker", "PRC-001", "PRC-002"), default);

        Assert.False(verdict.IsKilled);
        Assert.Equal("fault: SURVIVED - it breaks", verdict.ToString());
    }

    [Fact]
    public async Task A_run_that_ends_without_results_counts_for_all_its_cases()
    {
        var verdict = await _run.Try(Mutant("switch off", "crash", "PRC-001", "PRC-002"), default);

        Assert.Equal("fault: killed by PRC-001, PRC-002 (the run crashed) - it breaks", verdict.ToString());
    }

    [Fact]
    public async Task A_fault_is_taken_out_again()
    {
        await _run.Try(Mutant("switch on", "forget", "PRC-001"), default);

        Assert.Equal(Source, await File.ReadAllTextAsync(Path.Combine(_tree.Root, SourceFile)));
        Assert.Equal(Source, await File.ReadAllTextAsync(Path.Combine(_root, SourceFile)));
    }

    [Fact]
    public async Task A_fault_that_does_not_build_is_an_error_and_not_a_kill()
    {
        var problem = await Assert.ThrowsAsync<ConformanceException>(() => _run.Try(Mutant("switch on", "syntax error", "PRC-001"), default));

        Assert.Contains("Mutant 'fault' does not build", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_is_red_before_any_fault_stops_the_run()
    {
        var problem = await Assert.ThrowsAsync<ConformanceException>(() => _run.CheckBaseline([Mutant("switch on", "forget", "PRC-001", "PRC-003")], default));

        Assert.Contains("Red before any fault was put in: PRC-003", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutant_whose_text_is_gone_stops_the_run_before_the_first_build()
    {
        var problem = await Assert.ThrowsAsync<ConformanceException>(() => _run.CheckBaseline([Mutant("no such text", "x", "PRC-001")], default));

        Assert.Contains("is not in", problem.Message, StringComparison.Ordinal);
    }

    private static Mutant Mutant(string find, string replace, params string[] cases) =>
        new("fault", "it breaks", SourceFile, find, replace, cases);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);   // the path has a folder
        File.WriteAllText(path, text);
    }

    private sealed class FakeProject(string source) : IConformanceProject
    {
        public Task<ToolResult> Build(CancellationToken cancellationToken) =>
            Task.FromResult(new ToolResult(File.ReadAllText(source).Contains("syntax error", StringComparison.Ordinal) ? 1 : 0, false, ""));

        public Task<ToolResult> Rebuild(string changedFile, CancellationToken cancellationToken) => Build(cancellationToken);

        public Task<CaseRun> Run(IReadOnlyList<string> caseIds, TimeSpan limit, CancellationToken cancellationToken)
        {
            var text = File.ReadAllText(source);
            if (text.Contains("crash", StringComparison.Ordinal))
                return Task.FromResult(new CaseRun(HasResults: false, TimedOut: false, [], ""));

            ResultRow[] results = [Case("PRC_001", "switch on"), Case("PRC_002", "switch off"), Case("PRC_003", "dim")];
            return Task.FromResult(new CaseRun(HasResults: true, TimedOut: false, results, ""));

            ResultRow Case(string method, string word) =>
                new(method, method, text.Contains(word, StringComparison.Ordinal) ? Outcome.Passed : Outcome.Failed, 1);
        }
    }
}
