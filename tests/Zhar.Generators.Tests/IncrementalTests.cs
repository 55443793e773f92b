using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

public sealed class IncrementalTests
{
    private const string Server = "public sealed partial class S : GenServer<int> { private Init<int> Init() => Ok(0); [Call] private int M() => 1; }";

    [Fact]
    public void An_edit_elsewhere_reuses_the_output() =>
        Assert.Equal([IncrementalStepRunReason.Unchanged], ReasonsAfter(c => c.AddSyntaxTrees(Sources.Parse("public class Other { }", "Other.cs"))));

    [Fact]
    public void An_edit_in_a_handlers_body_reuses_the_output() =>
        Assert.Equal([IncrementalStepRunReason.Unchanged], ReasonsAfter(c => Replace(c, "=> 1;", "=> 2;")));

    [Fact]
    public void A_new_handler_writes_the_server_anew() =>
        Assert.Equal([IncrementalStepRunReason.Modified], ReasonsAfter(c => Replace(c, "[Call]", "[Cast] private void N() { } [Call]")));

    private static CSharpCompilation Replace(CSharpCompilation compilation, string old, string @new) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Sources.Parse(Server.Replace(old, @new, StringComparison.Ordinal), "App.cs"));

    private static List<IncrementalStepRunReason> ReasonsAfter(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ServerGenerator().AsSourceGenerator()],
            parseOptions: Sources.Parsing,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var compilation = Sources.Compile(Server);
        driver = driver.RunGenerators(compilation);

        driver = driver.RunGenerators(edit(compilation));

        return [.. driver.GetRunResult().Results.Single().TrackedSteps["Servers"].SelectMany(s => s.Outputs).Select(o => o.Reason is IncrementalStepRunReason.Cached ? IncrementalStepRunReason.Unchanged : o.Reason)];
    }
}
