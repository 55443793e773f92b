using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Changesets;

public sealed class SchemaTests(ITestOutputHelper output) : ChangesetCase(output)
{
    [Fact]
    public void DATA_045()
    {
        var author = SchemaInfo.Of<Author>();

        Check.Equal("authors", author.Source);
        Check.Equal(["id", "name", "email", "age", "income", "born_at"], author.Fields.Take(6).Select(f => f.Column));
        Check.Equal(["inserted_at", "updated_at"], author.Fields.TakeLast(2).Select(f => f.Column));
        Check.Equal(["Books", "Portrait", "Account", "City"], author.Associations.Select(a => a.Name));
        Check.Equal(("label", "geo"), (City.Fields.Name.Column, City.Fields.Name.Schema.Prefix));
        Check.Equal([author.Get("Id")], author.PrimaryKey);
        Check.Same(author, SchemaInfo.Of(typeof(Author)));
        Check.True(author.Get("Password").IsVirtual);
    }

    [Fact]
    public void DATA_051()
    {
        var author = new Author { Name = "Ada", Secret = "s3cret", Password = "pa55" };
        var changeset = author.Change().PutChange(a => a.Secret, "n3w").PutChange(a => a.Age, 3);

        Check.Contains("Secret = **redacted**", author.ToString());
        Check.Contains("Secret = **redacted**", changeset.ToString());
        Check.Contains("Age = 3", changeset.ToString());
        foreach (var text in (string[])[author.ToString(), changeset.ToString(), Check.Throws<InvalidChangesetException>(() => changeset.AddError(a => a.Age, "is odd").ApplyActionOrThrow(ChangesetAction.Insert)).Message])
        {
            Check.DoesNotContain("s3cret", text);
            Check.DoesNotContain("n3w", text);
            Check.DoesNotContain("pa55", text);
        }
    }
}
