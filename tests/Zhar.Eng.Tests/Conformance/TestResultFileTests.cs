using System.Xml.Linq;
using Xunit;
using Zhar.Eng.Conformance;

namespace Zhar.Eng.Tests.Conformance;

public sealed class TestResultFileTests
{
    [Fact]
    public void The_method_comes_from_the_definition_and_the_row_from_the_result()
    {
        var result = Assert.Single(Parse("""<Output><TextMessages><Message>assertions: 3</Message></TextMessages></Output>"""));

        Assert.Equal(new ResultRow("PRC_003", "Some.Cases.PRC_003(n: 1)", Outcome.Passed, 3, "assertions: 3"), result);
    }

    [Fact]
    public void The_last_count_is_the_one_that_holds()
    {
        var result = Assert.Single(Parse("""
            <Output><TextMessages><Message>assertions: 9</Message><Message>assertions: 9 or so</Message><Message>assertions: 0</Message></TextMessages></Output>
            """));

        Assert.Equal(0, result.Assertions);
    }

    [Fact]
    public void A_count_among_other_output_is_found()
    {
        var result = Assert.Single(Parse("<Output><StdOut>first line\nassertions: 12\n</StdOut></Output>"));

        Assert.Equal(12, result.Assertions);
    }

    [Fact]
    public void A_result_without_output_has_no_assertions() =>
        Assert.Equal(0, Assert.Single(Parse("")).Assertions);

    [Theory]
    [InlineData("Passed", "Passed")]
    [InlineData("NotExecuted", "Skipped")]
    [InlineData("Failed", "Failed")]
    [InlineData("Timeout", "Failed")]
    [InlineData("Error", "Failed")]
    public void Whatever_neither_passed_nor_was_skipped_has_failed(string inFile, string expected) =>
        Assert.Equal(expected, Assert.Single(Parse("", inFile)).Outcome.ToString());

    private static IReadOnlyList<ResultRow> Parse(string output, string outcome = "Passed") => TestResultFile.Parse(XDocument.Parse($"""
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results><UnitTestResult testId="7" testName="Some.Cases.PRC_003(n: 1)" outcome="{outcome}">{output}</UnitTestResult></Results>
          <TestDefinitions>
            <UnitTest name="Some.Cases.PRC_003(n: 1)" id="7"><TestMethod className="Some.Cases" name="PRC_003" /></UnitTest>
          </TestDefinitions>
        </TestRun>
        """));
}
