using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Changesets;

public sealed class CastTests(ITestOutputHelper output) : ChangesetCase(output)
{
    [Fact]
    public void DATA_001()
    {
        var input = Query("name=Ada&age=old&email=a@b");

        var changeset = new Author().Cast(input, a => new { a.Name, a.Age });

        Check.Equal([new Change("Name", "Ada")], changeset.Changes);
        var error = OnlyError(changeset);
        Check.Equal(("Age", "is invalid"), (error.Field, error.Message));
        Check.Equal(("integer", "cast"), (error.Metadata["type"], error.Metadata["validation"]));
        Check.False(changeset.IsValid);
        Check.Equal("old", ((IFormSource)changeset).Value("age"));
        Check.Same(input, changeset.Params);
    }

    [Fact]
    public void DATA_002()
    {
        var changeset = new Author().Cast(Json("""{"name": "Ada", "nonsense": 1}"""), a => a.Name);

        Check.Equal(["Name"], changeset.Changes.Select(c => c.Name));
        Check.True(changeset.IsValid);

        var e = Check.Throws<ArgumentException>(() => new Author().Cast(Params.Empty, [new FieldName("Nonsense")]));
        Check.Contains("no field 'Nonsense'", e.Message);
        Check.Contains("Income", e.Message);
    }

    [Fact]
    public void DATA_003()
    {
        var mixed = Json("""{"city_id": 1, "cityId": 2}""");

        var e = Check.Throws<ParamsException>(() => new Author().Cast(mixed, a => a.CityId));

        Check.Contains("city_id", e.Message);
        Check.Contains("cityId", e.Message);
        Check.Equal(2, new Author().Cast(Json("""{"cityId": 2}"""), a => a.CityId).GetChange(a => a.CityId));
    }

    [Fact]
    public void DATA_004()
    {
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var author = new Author { Income = 1.0m, BornAt = noon, Age = 3 };
        var input = Json("""{"income": "1.00", "born_at": "2026-01-01T13:00:00+01:00", "age": 3}""");

        Check.Empty(author.Cast(input, a => new { a.Income, a.BornAt, a.Age }).Changes);

        var forced = author.Cast(input, a => new { a.Income, a.BornAt, a.Age }, new CastOptions { ForceChanges = true });
        Check.Equal(["Income", "BornAt", "Age"], forced.Changes.Select(c => c.Name));
    }

    [Fact]
    public void DATA_005()
    {
        var author = new Author { Name = "Ada", Country = "DE", Key = [1] };

        var changeset = author.Cast(Json("""{"name": "  ", "country": "", "key": "  "}"""), a => new { a.Name, a.Country, a.Key });

        Check.Null(changeset.GetChange(a => a.Name));
        Check.True(changeset.Changed(a => a.Name));
        Check.Equal("FR", changeset.GetChange(a => a.Country));
        Check.Equal("  "u8.ToArray(), changeset.GetChange(a => a.Key));

        var options = new CastOptions { EmptyValues = [value => value is "none"] };
        var other = author.Cast(Json("""{"name": "none", "country": ""}"""), a => new { a.Name, a.Country }, options);
        Check.Null(other.GetChange(a => a.Name));
        Check.Equal("", other.GetChange(a => a.Country));
    }

    [Fact]
    public void DATA_006()
    {
        var first = new Author { Name = "Ada", Age = 3 }.Cast(Json("""{"name": "Bea", "age": 4}"""), a => new { a.Name, a.Age });

        var second = first.Cast(Json("""{"name": "Ada"}"""), a => a.Name);

        Check.Equal([new Change("Age", 4)], second.Changes);
        Check.Equal(["Name", "Age"], first.Changes.Select(c => c.Name));
    }

    [Fact]
    public void DATA_007()
    {
        var options = new CastOptions { Message = (field, metadata) => field == "Age" ? $"must be an {metadata["type"]}" : null };

        var changeset = new Author().Cast(Json("""{"age": "x", "income": "y"}"""), a => new { a.Age, a.Income }, options);

        Check.Equal(["must be an integer"], changeset.ErrorsOn(a => a.Age));
        Check.Equal(["is invalid"], changeset.ErrorsOn(a => a.Income));
    }

    [Fact]
    public void DATA_008()
    {
        var changeset = new Author().Cast(Json("""{"scores": [1, "x", "y", 2]}"""), a => a.Scores);

        var error = OnlyError(changeset);
        Check.Equal(("Scores", "is invalid"), (error.Field, error.Message));
        Check.Equal("array of integer", error.Metadata["type"]);
        Check.Empty(changeset.Changes);
        Check.Equal([1, 2], new Author().Cast(Query("scores[]=&scores[]=1&scores[]=2"), a => a.Scores).GetChange(a => a.Scores)!);
    }

    [Fact]
    public void DATA_009()
    {
        var author = new Author { Name = "Ada", Age = 3 };

        var changeset = author.Change(new Dictionary<string, object?> { ["Name"] = "Ada", ["Age"] = 4 });

        Check.Equal([new Change("Age", 4)], changeset.Changes);
        Check.Throws<ArgumentException>(() => author.Change(new Dictionary<string, object?> { ["Nonsense"] = 1 }));
        Check.Contains("not cast", Check.Throws<ArgumentException>(() => author.Change(new Dictionary<string, object?> { ["Age"] = "4" })).Message);
    }

    [Fact]
    public void DATA_010()
    {
        var changeset = new Author { Name = "Ada" }.Change().PutChange(a => a.Name, "Bea");

        Check.Empty(changeset.PutChange(a => a.Name, "Ada").Changes);
        Check.Equal([new Change("Name", "Ada")], changeset.ForceChange(a => a.Name, "Ada").Changes);
        Check.Empty(changeset.DeleteChange(a => a.Name).Changes);
    }

    [Fact]
    public void DATA_011()
    {
        var changeset = new Author { Name = "Ada", Age = 3 }.Change().PutChange(a => a.Age, 4);

        Check.Null(changeset.GetChange(a => a.Name));
        Check.Equal("Cid", changeset.GetChange(a => a.Name, "Cid"));
        Check.Equal(4, changeset.GetChange(a => a.Age));
        Check.Equal("Ada", changeset.GetField(a => a.Name));
        Check.Equal((ValueOrigin.Data, "Ada"), changeset.FetchField(a => a.Name));
        Check.Equal((ValueOrigin.Changes, (int?)4), changeset.FetchField(a => a.Age));
        Check.False(changeset.TryGetChange(a => a.Name, out _));
        Check.Throws<ArgumentException>(() => changeset.GetField("Nonsense"));
    }

    [Fact]
    public void DATA_012()
    {
        var changeset = new Author { Name = "Ada" }.Change();

        Check.Empty(changeset.UpdateChange(a => a.Name, _ => throw new InvalidOperationException("there is no change")).Changes);
        Check.Equal("BEA", changeset.PutChange(a => a.Name, "Bea").UpdateChange(a => a.Name, n => n?.ToUpperInvariant()).GetChange(a => a.Name));
        Check.Empty(changeset.PutChange(a => a.Name, "Bea").UpdateChange(a => a.Name, _ => "Ada").Changes);
    }

    [Fact]
    public void DATA_013()
    {
        var changeset = new Author { Age = 3 }.Change().PutChange(a => a.Age, 4);

        Check.True(changeset.Changed(a => a.Age));
        Check.True(changeset.Changed(a => a.Age, 3, 4));
        Check.False(changeset.Changed(a => a.Age, 2, 4));
        Check.False(changeset.Changed(a => a.Age, 3, 5));
        Check.True(changeset.ChangedTo(a => a.Age, 4));
        Check.False(changeset.ChangedFrom(a => a.Age, 4));
        Check.False(changeset.Changed(a => a.Name));
    }

    [Fact]
    public void DATA_014()
    {
        var kept = Stored(1, "Kept");
        var author = WithBooks(kept, Stored(2, "Gone"));

        var changeset = author.Change()
            .PutChange(a => a.Name, "Ada")
            .PutAssoc(a => a.Books, [kept, new Book { Title = "New" }])
            .PutEmbed(a => a.Home, new Home { Street = "Hill" })
            .AddError(a => a.Name, "is odd");
        var applied = changeset.ApplyChanges();

        Check.False(changeset.IsValid);
        Check.Equal("Ada", applied.Name);
        Check.Equal("Hill", applied.Home?.Street);
        Check.Equal(["Kept", "New"], applied.Books.Select(b => b.Title));
        Check.Null(author.Name);
    }

    [Fact]
    public void DATA_015()
    {
        var changeset = new Author().Change().PutChange(a => a.Name, "Ada");

        Check.Equal("Ada", Check.IsType<Ok<Author>>(changeset.ApplyAction(ChangesetAction.Update)).Value.Name);
        var invalid = Check.IsType<Invalid<Author>>(changeset.AddError(a => a.Name, "is odd").ApplyAction(ChangesetAction.Insert));
        Check.Equal(ChangesetAction.Insert, invalid.Changeset.Action);
        Check.Throws<ArgumentOutOfRangeException>(() => changeset.ApplyAction(ChangesetAction.None));
        Check.Throws<ArgumentOutOfRangeException>(() => changeset.ApplyAction((ChangesetAction)99));
        Check.Contains("Name is odd", Check.Throws<InvalidChangesetException>(() => invalid.OrThrow()).Message);
    }

    [Fact]
    public void DATA_016()
    {
        var author = new Author { Name = "Ada" };
        var left = author.Cast(Json("""{"name": "Bea", "age": 1}"""), a => new { a.Name, a.Age })
            .ValidateRequired(a => a.Name).UniqueConstraint(a => a.Email).AddError(a => a.Age, "is low");
        var right = author.Cast(Json("""{"name": "Cid"}"""), a => a.Name)
            .ValidateRequired(a => a.Email).CheckConstraint(a => a.Age, "adult");

        var merged = left.Merge(right);

        Check.Equal("Cid", merged.GetChange(a => a.Name));
        Check.Equal(1, merged.GetChange(a => a.Age));
        Check.Equal(["Age is low", "Email can't be blank"], merged.Errors.Select(e => e.ToString()));
        Check.Equal(["Name", "Email"], merged.Required);
        Check.Equal(["authors_email_index", "adult"], merged.Constraints.Select(c => c.Name));
        Check.Equal(2, merged.Validations.Count);
        Check.Contains("different data", Check.Throws<ArgumentException>(() => left.Merge(new Author { Name = "Eve" }.Change())).Message);
    }

    [Fact]
    public void DATA_017()
    {
        var changeset = new Author().Change().PutChange(a => a.Name, "Ada").AddError(a => a.Name, "first").AddError(a => a.Name, "second {n}", Metadata.Of(("n", 2)));

        Check.False(changeset.IsValid);
        Check.Equal(["first", "second 2"], changeset.ErrorsOn(a => a.Name));
        Check.Equal("Ada", changeset.GetChange(a => a.Name));
    }

    [Fact]
    public void DATA_018()
    {
        var filter = DataMap.Of(("text", FieldType.String), ("page", FieldType.Int32)).With("page", 1);

        var changeset = filter.Cast(Query("text=a&page=2&other=3"), f => new[] { f["text"], f["page"] })
            .ValidateRequired(f => f["text"])
            .ValidateLength(f => f["text"], min: 2)
            .ValidateNumber(f => f["page"], greaterThan: 0);

        Check.Equal([new Change("text", "a"), new Change("page", 2)], changeset.Changes);
        Check.Equal(["should be at least 2 character(s)"], changeset.ErrorsOn("text"));
        Check.IsType<Invalid<DataMap>>(changeset.ApplyAction(ChangesetAction.Validate));
        var ok = Check.IsType<Ok<DataMap>>(filter.Cast(Query("text=abc"), f => f["text"]).ApplyAction(ChangesetAction.Validate));
        Check.Equal(("abc", 1), (ok.Value["text"], ok.Value["page"]));
        Check.True(changeset.Schema.IsEmbedded);
    }
}
