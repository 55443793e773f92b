using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Changesets;

public sealed class AssociationTests(ITestOutputHelper output) : ChangesetCase(output)
{
    private static Changeset<Author> CastBooks(Author author, string json, RelationOptions? options = null) =>
        author.Cast(Json(json), a => a.Name).CastAssoc(a => a.Books, Book.Changeset, options);

    private static IEnumerable<(ChangesetAction Action, string? Title)> Shape(Changeset<Author> changeset) =>
        changeset.ChildrenOf("Books").Select(c => (c.Action, ((Book)c.ApplyRecord()).Title));

    [Fact]
    public void DATA_058()
    {
        var e = Check.Throws<AssociationNotLoadedException>(() => CastBooks(Stored(new Author { Id = 1 }), """{"books": []}"""));

        Check.Contains("repo.Preload(author, r => r.Books)", e.Message);
        Check.Equal([(ChangesetAction.Insert, "a")], Shape(CastBooks(new Author(), """{"books": [{"title": "a"}]}""")));
    }

    [Fact]
    public void DATA_059()
    {
        var author = WithBooks(Stored(1, "a"), Stored(2, "b"));

        var changeset = CastBooks(author, """{"books": [{"id": "2", "title": "b2"}, {"title": "new"}]}""");

        Check.Equal([(ChangesetAction.Update, "b2"), (ChangesetAction.Insert, "new"), (ChangesetAction.Replace, "a")], Shape(changeset));
        Check.Equal([(ChangesetAction.Insert, "x"), (ChangesetAction.Replace, "a"), (ChangesetAction.Replace, "b")], Shape(CastBooks(author, """{"books": [{"id": 9, "title": "x"}]}""")));
    }

    [Fact]
    public void DATA_060_what_the_changeset_does()
    {
        var portrait = new Portrait { Id = 1 }.PutMeta(Meta.Loaded);
        var author = Stored(new Author { Id = 1, Portrait = portrait, Account = new Account { Id = 1 }.PutMeta(Meta.Loaded), City = new City { Id = 1 }.PutMeta(Meta.Loaded), Home = new Home { Street = "Hill" } });

        Check.Contains("OnReplace", Check.Throws<InvalidOperationException>(() => author.Change().PutAssoc(a => a.Portrait, null)).Message);
        Check.Equal(["is invalid"], author.Change().PutAssoc(a => a.Account, new Account()).ErrorsOn(a => a.Account));
        Check.Equal([new Change("City", null)], author.Change().PutAssoc(a => a.City, null).Changes);
        var updated = author.Cast(Json("""{"home": {"street": "Lake"}}"""), a => a.Name).CastEmbed(a => a.Home, Home.Changeset);
        Check.Equal(ChangesetAction.Update, Check.Single(updated.ChildrenOf("Home")).Action);
        Check.Equal("Lake", updated.ApplyChanges().Home?.Street);
    }

    [Fact]
    public void DATA_061()
    {
        var author = WithBooks(Stored(1, "a"), Stored(2, "b"));

        Check.Empty(CastBooks(author, """{"books": [{"id": 1, "title": "a"}, {"id": 2}]}""").Changes);
        Check.Empty(author.Change().PutAssoc(a => a.Books, [.. author.Books]).Changes);
        Check.Equal([(ChangesetAction.Update, "a"), (ChangesetAction.Update, "c")], Shape(CastBooks(author, """{"books": [{"id": 1}, {"id": 2, "title": "c"}]}""")));
    }

    [Fact]
    public void DATA_062()
    {
        var changeset = CastBooks(new Author(), """{"books": [{"title": "a"}, {"title": ""}]}""");

        Check.False(changeset.IsValid);
        Check.Empty(changeset.Errors);
        Check.Equal([0, 1], changeset.ChildrenOf("Books").Select(c => c.Errors.Count));
        Check.IsType<Invalid<Author>>(changeset.ApplyAction(ChangesetAction.Insert));
    }

    [Fact]
    public void DATA_063()
    {
        var changeset = new Author().Cast(Json("""{"books": [{"title": "a"}, {"title": "b"}]}"""), a => a.Name)
            .CastAssoc(a => a.Books, (book, input, index) => Book.Changeset(book, input).PutChange(b => b.Position, index));
        Check.Equal([0, 1], changeset.ApplyChanges().Books.Select(b => b.Position));

        var required = CastBooks(new Author(), "{}", new RelationOptions { Required = true });
        Check.Equal("{validation: required}", OnlyError(required).Metadata.ToString());
        Check.Equal(["Books"], required.Required);
        Check.Equal(["needs a book"], CastBooks(new Author(), """{"books": []}""", new RelationOptions { Required = true, RequiredMessage = "needs a book" }).ErrorsOn(a => a.Books));
        var refused = OnlyError(CastBooks(new Author(), """{"books": 3}"""));
        Check.Equal(("is invalid", "assoc", "array of map"), (refused.Message, (string?)refused.Metadata["validation"], (string?)refused.Metadata["type"]));
        Check.Equal(["is no list"], CastBooks(new Author(), """{"books": "x"}""", new RelationOptions { InvalidMessage = "is no list" }).ErrorsOn(a => a.Books));
    }

    [Fact]
    public void DATA_064()
    {
        var options = new RelationOptions { Sort = "books_sort", Drop = "books_drop" };
        static IEnumerable<string?> Titles(Changeset<Author> changeset) => changeset.ChildrenOf("Books").Select(c => ((Book)c.ApplyRecord()).Title);

        var books = """ "books": {"0": {"title": "a"}, "1": {"title": "b"}, "2": {"title": "c"}} """;
        Check.Equal(["c", "a", "b"], Titles(CastBooks(new Author(), $$"""{ {{books}}, "books_sort": ["2", "0", "1"]}""", options)));
        Check.Equal(["b", "a", null], Titles(CastBooks(new Author(), $$"""{ {{books}}, "books_sort": [1, 0, "new"], "books_drop": [2]}""", options)));
        Check.Equal(["b", "c", "a"], Titles(CastBooks(new Author(), $$"""{ {{books}}, "books_sort": ["0"]}""", options)));
        Check.Equal([null], Titles(CastBooks(new Author(), """{"books_sort": ["new"]}""", options)));
        Check.Equal(["a", "c"], Titles(CastBooks(new Author(), $$"""{ {{books}}, "books_drop": ["1"]}""", options)));
    }

    [Fact]
    public void DATA_065()
    {
        var author = WithBooks(Stored(1, "a"), Stored(2, "b"));

        var changeset = author.Change().PutAssoc(a => a.Books, [Stored(1, "a1"), Stored(2, "b").Change().PutChange(b => b.Title, "b2"), new Dictionary<string, object?> { ["Title"] = "c" }]);
        Check.Equal([(ChangesetAction.Update, "a1"), (ChangesetAction.Update, "b2"), (ChangesetAction.Insert, "c")], Shape(changeset));
        Check.Equal([(ChangesetAction.Replace, "a"), (ChangesetAction.Replace, "b")], Shape(author.Change().PutAssoc(a => a.Books, [])));
        Check.Empty(author.Change().PutAssoc(a => a.Books, []).ApplyChanges().Books);

        var after = CastBooks(new Author(), """{"books": [{"title": "cast"}]}""").PutAssoc(a => a.Books, [new Book { Title = "put" }]);
        Check.Equal([(ChangesetAction.Insert, "put")], Shape(after));
    }

    [Fact]
    public void DATA_070()
    {
        var author = Stored(new Author { Id = 1, CityId = 1, City = new City { Id = 1 }.PutMeta(Meta.Loaded) });

        Check.False(author.Change().PutChange(a => a.CityId, 2).ApplyChanges().City.IsLoaded);
        Check.True(author.Change().PutChange(a => a.Name, "Ada").ApplyChanges().City.IsLoaded);
    }
}
