using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class SwallowedExitTests
{
    [Theory]
    [InlineData("try { Work(); } [|catch|] (Exception) { }")]
    [InlineData("try { Work(); } [|catch|] { }")]
    [InlineData("try { await Task.Yield(); } [|catch|] (Exception e) { Console.WriteLine(e); }")]
    public Task A_catch_of_everything_is_reported(string body) => Analyzed.Reports<SwallowedExitAnalyzer>("ZHAR0016", Server(body));

    [Theory]
    [InlineData("try { Work(); } catch (Exception e) when (e is not ProcessExitException) { }")]
    [InlineData("try { Work(); } catch (InvalidOperationException) { }")]
    [InlineData("try { Work(); } catch (Exception) { State = 1; throw; }")]
    [InlineData("try { Work(); } catch (ProcessExitException) { throw; } catch (Exception) { }")]
    [InlineData("try { State = int.Parse(\"1\"); } catch (Exception) { }")]
    public Task A_catch_that_lets_exits_pass_is_fine(string body) => Analyzed.Reports<SwallowedExitAnalyzer>("ZHAR0016", Server(body));

    [Theory]
    [InlineData("try { Work(); } catch (Exception e) { Console.WriteLine(e); }", "try { Work(); } catch (Exception e) when (e is not ProcessExitException) { Console.WriteLine(e); }")]
    [InlineData("try { Work(); } catch (Exception) { }", "try { Work(); } catch (Exception e) when (e is not ProcessExitException) { }")]
    [InlineData("try { Work(); }\ncatch\n{ }", "try { Work(); }\ncatch (Exception e) when (e is not ProcessExitException)\n{ }")]
    public Task The_fix_adds_the_filter(string before, string after) => Analyzed.Fixes<SwallowedExitAnalyzer, SwallowedExitFix>("ZHAR0016", Server(before), Server(after));

    private static string Server(string body) => $$"""
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() => Ok(0);
            [Cast] private async ValueTask M() { await Task.Yield(); {{body}} }
            private void Work() => State++;
        }
        """;
}
