using Xunit;
using Zhar.Eng.Conformance;
using Zhar.Eng.Conformance.Mutants;

namespace Zhar.Eng.Tests.Conformance;

public sealed class MutantListTests
{
    private const string Complete = """
        # a comment
        mutant: late-down
        breaks: Down comes too late
        file: src/Fake.cs
        cases: PRC-013, PRC-016
        find:
        <<<
            A();
            B();
        >>>
        replace:
        <<<
            B();
        >>>
        """;

    public static TheoryData<string> Names => [.. Listed.Select(static mutant => mutant.Name)];

    private static IReadOnlyList<Mutant> Listed => MutantList.Parse(Repository.Read(MutantList.File));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_listed_mutant_fits_the_source_as_it_is(string name)
    {
        var mutant = Listed.Single(m => m.Name == name);
        var source = Repository.Read(mutant.File);

        Assert.NotEqual(source, mutant.ApplyTo(source));
    }

    [Fact]
    public void A_mutant_keeps_the_indentation_of_its_texts()
    {
        var mutant = Assert.Single(MutantList.Parse(Complete));

        Assert.Equal(("late-down", "Down comes too late", "src/Fake.cs"), (mutant.Name, mutant.Breaks, mutant.File));
        Assert.Equal(["PRC-013", "PRC-016"], mutant.Cases);
        Assert.Equal(("    A();\n    B();", "    B();"), (mutant.Find, mutant.Replace));
    }

    [Fact]
    public void A_mutant_may_remove_its_text()
    {
        var mutant = Assert.Single(MutantList.Parse(Complete.Replace("<<<\n    B();\n>>>", "<<<\n>>>", StringComparison.Ordinal)));

        Assert.Equal("{\n\n}", mutant.ApplyTo("{\n    A();\n    B();\n}"));
    }

    [Fact]
    public void Several_mutants_may_follow_one_another() =>
        Assert.Equal(["late-down", "second"], MutantList.Parse($"{Complete}\n\n{Complete.Replace("late-down", "second", StringComparison.Ordinal)}").Select(m => m.Name));

    [Theory]
    [InlineData("breaks: Down comes too late\n", "", "has no 'breaks:'")]
    [InlineData("PRC-013, PRC-016", "PRC-13", "PRC-13")]
    [InlineData("cases:", "case:", "Line 5")]
    [InlineData("mutant: late-down\n", "", "begins with 'mutant:")]
    [InlineData("replace:\n<<<", "replace:", "after a line '<<<'")]
    [InlineData("<<<\n    B();\n>>>", "<<<\n    B();", "no line '>>>' closes")]
    [InlineData("<<<\n    B();\n>>>", "<<<\n    A();\n    B();\n>>>", "changes nothing")]
    [InlineData("file: src/Fake.cs", "file: src/Fake.cs\nfile: src/Fake.cs", "stands twice")]
    public void A_malformed_mutant_is_refused_with_the_reason(string part, string instead, string expected)
    {
        var problem = Assert.Throws<ConformanceException>(() => MutantList.Parse(Complete.Replace(part, instead, StringComparison.Ordinal)));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_stands_once() =>
        Assert.Throws<ConformanceException>(() => MutantList.Parse($"{Complete}\n{Complete}"));

    [Theory]
    [InlineData("nothing of the kind", "is not in")]
    [InlineData("    A();\n    B();\n    A();\n    B();", "more than once")]
    public void A_text_that_is_not_there_exactly_once_is_refused(string source, string expected)
    {
        var mutant = Assert.Single(MutantList.Parse(Complete));

        var problem = Assert.Throws<ConformanceException>(() => mutant.ApplyTo(source));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }
}
