using Xunit;
using Zhar.Eng.Conformance;
using Zhar.Eng.Conformance.Data;

namespace Zhar.Eng.Tests.Conformance;

public sealed class DataReportTests
{
    private static readonly CatalogueCase Pure = new("DATA-001", "Cast [P]");
    private static readonly CatalogueCase Stored = new("DATA-039", "Exclusion [D]");

    [Fact]
    public void A_case_of_the_databases_has_a_line_for_each()
    {
        var report = DataReport.Create([Pure, Stored], [Row("DATA_001"), On("SQLite"), On("PostgreSQL"), On("MariaDB")]);

        Assert.Equal(
            [
                "DATA-001 -          pass     Cast [P]",
                "DATA-039 SQLite     pass     Exclusion [D]",
                "DATA-039 PostgreSQL pass     Exclusion [D]",
                "DATA-039 MariaDB    pass     Exclusion [D]",
            ],
            report.Verdicts.Select(v => v.ToString()));
        Assert.True(report.IsGreen);
    }

    [Fact]
    public void A_database_without_a_row_misses_the_case()
    {
        var report = DataReport.Create([Stored], [On("SQLite"), On("PostgreSQL")]);

        Assert.Equal("DATA-039 MariaDB    missing  Exclusion [D] (no test)", report.Verdicts[^1].ToString());
        Assert.False(report.IsGreen);
        Assert.Equal(0, report.Passed);
    }

    [Fact]
    public void What_a_database_lacks_is_named_and_is_no_failure()
    {
        var report = DataReport.Create([Stored], [Lacks("SQLite"), On("PostgreSQL"), Lacks("MariaDB")]);

        Assert.Equal("DATA-039 SQLite     lacks    Exclusion [D] (SQLite lacks exclusion constraints)", report.Verdicts[0].ToString());
        Assert.True(report.IsGreen);
    }

    [Fact]
    public void A_case_that_every_database_lacks_does_not_pass() =>
        Assert.False(DataReport.Create([Stored], [Lacks("SQLite"), Lacks("PostgreSQL"), Lacks("MariaDB")]).IsGreen);

    [Fact]
    public void A_row_that_is_skipped_for_want_of_a_server_is_missing()
    {
        var report = DataReport.Create(
            [Stored], [On("SQLite"), On("PostgreSQL", Outcome.Skipped, "No PostgreSQL server: run ./dev test data, which starts one."), On("MariaDB")]);

        Assert.Equal(CaseStatus.Missing, report.Verdicts[1].Status);
        Assert.False(report.IsGreen);
    }

    [Fact]
    public void A_database_that_has_part_of_a_case_is_judged_by_that_part()
    {
        var report = DataReport.Create([Stored], [On("SQLite"), Lacks("SQLite"), On("PostgreSQL"), On("MariaDB")]);

        Assert.Equal(CaseStatus.Pass, report.Verdicts[0].Status);
        Assert.True(report.IsGreen);
    }

    [Fact]
    public void One_failure_on_one_database_fails_the_case()
    {
        var report = DataReport.Create([Stored], [On("SQLite"), On("PostgreSQL", Outcome.Failed), On("MariaDB")]);

        Assert.True(report.Failed);
        Assert.Equal(0, report.Passed);
    }

    [Fact]
    public void A_pure_part_of_a_case_of_the_databases_counts_too()
    {
        var report = DataReport.Create([Stored], [Row("DATA_039", Outcome.Failed), On("SQLite"), On("PostgreSQL"), On("MariaDB")]);

        Assert.Equal(0, report.Passed);
    }

    [Fact]
    public void The_report_ends_with_the_counts()
    {
        var writer = new StringWriter();
        DataReport.Create([Pure, Stored], [Row("DATA_001"), Lacks("SQLite"), On("PostgreSQL"), On("MariaDB", Outcome.Failed)]).WriteTo(writer);

        Assert.Equal(
            [
                "SQLite: 0 of 0 cases pass, 1 are about features that it lacks",
                "PostgreSQL: 1 of 1 cases pass",
                "MariaDB: 0 of 1 cases pass",
                "No database: 1 of 1 cases pass",
                "1 of 2 cases pass",
            ],
            writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)[4..]);
    }

    private static ResultRow Lacks(string database) => On(database, Outcome.Skipped, $"{database} lacks exclusion constraints");

    private static ResultRow On(string database, Outcome outcome = Outcome.Passed, string text = "") =>
        new("DATA_039", $"Cases.DATA_039(database: {database})", outcome, 1, text);

    private static ResultRow Row(string method, Outcome outcome = Outcome.Passed) => new(method, method, outcome, 1);
}
