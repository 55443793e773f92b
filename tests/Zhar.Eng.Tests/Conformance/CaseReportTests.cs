using Xunit;
using Zhar.Eng.Conformance;

namespace Zhar.Eng.Tests.Conformance;

public sealed class CaseReportTests
{
    private static readonly CatalogueCase[] OneCase = [new("PRC-001", "Some title")];

    [Fact]
    public void A_case_passes_when_all_its_rows_pass_and_assert()
    {
        var report = CaseReport.Create(OneCase, [Row("PRC_001"), Row("PRC_001_on_two_nodes")]);

        Assert.Equal("PRC-001 pass     Some title", Assert.Single(report.Verdicts).ToString());
        Assert.True(report.IsGreen);
    }

    [Fact]
    public void One_failed_row_fails_the_case()
    {
        var report = CaseReport.Create(OneCase, [Row("PRC_001"), Row("PRC_001", Outcome.Failed)]);

        Assert.Equal(CaseStatus.Fail, Assert.Single(report.Verdicts).Status);
        Assert.False(report.IsGreen);
    }

    [Fact]
    public void A_case_without_a_test_is_missing()
    {
        var report = CaseReport.Create(OneCase, []);

        Assert.Equal("PRC-001 missing  Some title (no test)", Assert.Single(report.Verdicts).ToString());
        Assert.False(report.IsGreen);
    }

    [Fact]
    public void A_case_with_a_part_that_asserts_nothing_is_missing()
    {
        var report = CaseReport.Create(OneCase, [Row("PRC_001"), Row("PRC_001_too", assertions: 0)]);

        Assert.Equal("PRC-001 missing  Some title (no assertion)", Assert.Single(report.Verdicts).ToString());
    }

    [Fact]
    public void A_skipped_case_is_missing()
    {
        var report = CaseReport.Create(OneCase, [Row("PRC_001", Outcome.Skipped)]);

        Assert.Equal("PRC-001 missing  Some title (skipped)", Assert.Single(report.Verdicts).ToString());
    }

    [Fact]
    public void A_test_for_a_case_outside_the_catalogue_is_named()
    {
        var report = CaseReport.Create(OneCase, [Row("PRC_001"), Row("PRC_999")]);

        Assert.Equal(["PRC-999"], report.UnknownCases);
        Assert.False(report.IsGreen);
    }

    [Fact]
    public void A_failure_beside_the_cases_is_named_and_a_pass_is_not()
    {
        var report = CaseReport.Create(OneCase, [Row("PRC_001"), Row("Helper_works"), Row("Helper_fails", Outcome.Failed)]);

        Assert.Equal(["Helper_fails"], report.OtherFailures);
        Assert.False(report.IsGreen);
    }

    [Theory]
    [InlineData("PRC_001", "PRC-001")]
    [InlineData("PRC_001_when_named", "PRC-001")]
    [InlineData("PRC_0011", null)]
    [InlineData("PRC_001b", null)]
    [InlineData("A_PRC_001", null)]
    public void A_case_is_recognised_by_the_start_of_the_method_name(string method, string? caseId) =>
        Assert.Equal(caseId, CaseId.FromMethod(method));

    private static ResultRow Row(string method, Outcome outcome = Outcome.Passed, int assertions = 1) =>
        new(method, method, outcome, assertions);
}
