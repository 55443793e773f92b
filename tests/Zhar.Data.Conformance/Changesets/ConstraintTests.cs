using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Changesets;

public sealed class ConstraintTests(ITestOutputHelper output) : ChangesetCase(output)
{
    [Fact]
    public void DATA_035()
    {
        var changeset = new Author().Change()
            .UniqueConstraint(a => a.Email).UniqueConstraint(a => new { a.Name, a.CityId })
            .ForeignKeyConstraint(a => a.CityId).CheckConstraint(a => a.Age, "adult").ExclusionConstraint(a => a.Income).NoAssocConstraint(a => a.Books);

        Check.Equal(
            ["authors_email_index", "authors_name_city_id_index", "authors_city_id_fkey", "adult", "authors_income_exclusion", "books_author_id_fkey"],
            changeset.Constraints.Select(c => c.Name));
        Check.Equal("authors_city_id_fkey", new Author().Change().AssocConstraint(a => a.City).Constraints[0].Name);
        Check.Throws<ArgumentException>(() => new Author().Change().CheckConstraint(a => a.Age, ""));
        Check.Equal("old_email_index", new Author().PutMeta(new Meta(RecordState.Loaded, "old")).Change().UniqueConstraint(a => a.Email).Constraints[0].Name);
    }

    [Fact]
    public void DATA_040()
    {
        static bool Matches(ConstraintMatch match, string declared, string violated) =>
            new Author().Change().UniqueConstraint(a => a.Email, declared, match).FindConstraint(ConstraintKind.Unique, violated) is not null;

        Check.True(Matches(ConstraintMatch.Exact, "email_index", "email_index"));
        Check.False(Matches(ConstraintMatch.Exact, "email_index", "authors_email_index"));
        Check.True(Matches(ConstraintMatch.Suffix, "email_index", "authors_email_index"));
        Check.False(Matches(ConstraintMatch.Suffix, "email_index", "email_index_2"));
        Check.True(Matches(ConstraintMatch.Prefix, "authors_", "authors_email_index"));
        Check.True(Matches(ConstraintMatch.Regex, "^authors_.*_\\d+$", "authors_email_7"));
        Check.False(Matches(ConstraintMatch.Regex, "^authors_.*_\\d+$", "authors_email"));
        Check.Null(new Author().Change().UniqueConstraint(a => a.Email).FindConstraint(ConstraintKind.Check, "authors_email_index"));
    }

    [Fact]
    public void DATA_044()
    {
        var changeset = new Author().Change().UniqueConstraint(a => a.Email, "one_name");

        Check.Contains("one_name", Check.Throws<ArgumentException>(() => changeset.CheckConstraint(a => a.Email, "one_name")).Message);
        Check.Throws<ArgumentException>(() => changeset.UniqueConstraint(a => a.Name, "one_name"));
        Check.Equal("again", Check.Single(changeset.UniqueConstraint(a => a.Email, "one_name", message: "again").Constraints).Message.Text);
    }
}
