using Xunit;
using Zhar.Eng.Conformance;

namespace Zhar.Eng.Tests.Conformance;

public sealed class CatalogueTests
{
    private static readonly CatalogueCase[] Cases = [new("PRC-001", "a"), new("GSV-005", "b"), new("SUP-001", "c")];

    [Fact]
    public void A_line_is_an_id_a_tab_and_a_title() =>
        Assert.Equal([new CatalogueCase("PRC-001", "A title")], Catalogue.Parse(["PRC-001\tA title", ""]));

    [Theory]
    [InlineData("PRC-001 A title")]
    [InlineData("PRC-1\tA title")]
    [InlineData("PRC-001\t")]
    public void A_malformed_line_is_named_by_number(string line)
    {
        var problem = Assert.Throws<ConformanceException>(() => Catalogue.Parse(["GSV-001\tFirst", line]));

        Assert.Contains("Line 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_stands_once() =>
        Assert.Throws<ConformanceException>(() => Catalogue.Parse(["PRC-001\tA", "PRC-001\tB"]));

    [Fact]
    public void Differences_are_the_ids_in_the_first_column_of_the_table() =>
        Assert.Equal(["GSV-005"], Differences.Parse(["# GSV-006", "| case | OTP |", "|---|---|", "| GSV-005 | something, see PRC-001 |"]));

    [Fact]
    public void A_few_differences_in_open_areas_are_in_order() =>
        Assert.Empty(Differences.Problems(["GSV-005"], Cases));

    [Theory]
    [InlineData("PRC-001")]
    [InlineData("SUP-001")]
    [InlineData("GSV-999")]
    public void A_difference_in_a_closed_area_or_of_no_case_is_a_problem(string id) =>
        Assert.Contains(id, Assert.Single(Differences.Problems([id], Cases)), StringComparison.Ordinal);

    [Fact]
    public void More_than_eight_differences_are_a_problem() =>
        Assert.Contains("at most 8", Assert.Single(Differences.Problems([.. Enumerable.Repeat("GSV-005", 9)], Cases)), StringComparison.Ordinal);
}
