using System.Text.RegularExpressions;
using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Changesets;

public sealed class ValidationTests(ITestOutputHelper output) : ChangesetCase(output)
{
    private static Changeset<Author> Changed(Author author) => new Author().Change().PutChanges(
        new Dictionary<string, object?>
        {
            ["Name"] = author.Name, ["Age"] = author.Age, ["Income"] = author.Income, ["Topics"] = author.Topics, ["Email"] = author.Email,
        });

    [Fact]
    public void DATA_019()
    {
        var changeset = new Author { Email = "in data" }
            .Cast(Json("""{"name": "x", "country": " "}"""), a => new { a.Name, a.Country }, new CastOptions { EmptyValues = [] })
            .ValidateRequired(a => new { a.Name, a.Email, a.Country, a.Age });

        Check.Equal(["Country can't be blank", "Age can't be blank"], changeset.Errors.Select(e => e.ToString()));
        Check.Equal("required", changeset.Errors[0].Metadata["validation"]);
        Check.Equal([new Change("Name", "x")], changeset.Changes);
        Check.True(new Author().Change().PutChange(a => a.Name, " ").ValidateRequired(a => a.Name, trim: false).IsValid);
        Check.Equal(["is needed"], new Author().Change().ValidateRequired(a => a.Name, "is needed").ErrorsOn(a => a.Name));
    }

    [Fact]
    public void DATA_020()
    {
        var e = Check.Throws<AssociationNotLoadedException>(() => Stored(new Author { Id = 1 }).Change().ValidateRequired(a => a.Books));

        Check.Contains("Preload", e.Message);
        Check.Equal(["can't be blank"], WithBooks().Change().ValidateRequired(a => a.Books).ErrorsOn(a => a.Books));
        Check.True(WithBooks(Stored(1, "a")).Change().ValidateRequired(a => a.Books).IsValid);
    }

    [Fact]
    public void DATA_021()
    {
        var author = new Author { Name = "not an email", Age = -1 };

        var changeset = author.Change().PutChange(a => a.Name, null)
            .ValidateFormat(a => a.Name, "@").ValidateLength(a => a.Name, min: 3)
            .ValidateNumber(a => a.Age, greaterThan: 0).ValidateInclusion(a => a.Age, [1, 2]);

        Check.Empty(changeset.Errors);
    }

    [Fact]
    public void DATA_022()
    {
        var error = OnlyError(Changed(new Author { Email = "nobody" }).ValidateFormat(a => a.Email, new Regex("@")));

        Check.Equal(("Email", "has invalid format", "format"), (error.Field, error.Message, (string?)error.Metadata["validation"]));
        Check.True(Changed(new Author { Email = "a@b" }).ValidateFormat(a => a.Email, "@").IsValid);
        Check.Contains("for texts", Check.Throws<ArgumentException>(() => Changed(new Author { Age = 3 }).ValidateFormat(a => a.Age, "3")).Message);
    }

    [Fact]
    public void DATA_023()
    {
        Check.True(Changed(new Author { Name = "\u00e9" }).ValidateLength(a => a.Name, @is: 1).IsValid);
        Check.True(Changed(new Author { Name = "e\u0301" }).ValidateLength(a => a.Name, @is: 1).IsValid);
        Check.True(Changed(new Author { Name = "e\u0301" }).ValidateLength(a => a.Name, @is: 2, count: LengthUnit.CodePoints).IsValid);
        Check.True(Changed(new Author { Name = "e\u0301" }).ValidateLength(a => a.Name, @is: 3, count: LengthUnit.Bytes).IsValid);

        var name = Changed(new Author { Name = "abc" });
        var error = OnlyError(name.ValidateLength(a => a.Name, @is: 4));
        Check.Equal("should be {count} character(s)", error.Message);
        Check.Equal("{count: 4, validation: length, kind: is, type: string}", error.Metadata.ToString());
        Check.Equal(["should be at least 4 character(s)"], name.ValidateLength(a => a.Name, min: 4).ErrorsOn(a => a.Name));
        Check.Equal(["should be at most 2 character(s)"], name.ValidateLength(a => a.Name, max: 2).ErrorsOn(a => a.Name));
        Check.Equal(["should be at most 2 byte(s)"], name.ValidateLength(a => a.Name, max: 2, count: LengthUnit.Bytes).ErrorsOn(a => a.Name));
    }

    [Fact]
    public void DATA_024()
    {
        Check.Equal(["should have at least 3 item(s)"], Changed(new Author { Topics = ["a"] }).ValidateLength(a => a.Topics, min: 3).ErrorsOn(a => a.Topics));

        var changeset = WithBooks(Stored(1, "a"), Stored(2, "b")).Change().PutAssoc(a => a.Books, [Stored(1, "a")]);
        Check.Equal(2, changeset.GetChildren(a => a.Books).Count);
        Check.True(changeset.ValidateLength(a => a.Books, @is: 1).IsValid);
        Check.Equal(["should have 2 item(s)"], changeset.ValidateLength(a => a.Books, @is: 2).ErrorsOn(a => a.Books));
    }

    [Fact]
    public void DATA_025()
    {
        var name = Changed(new Author { Name = "abc" });

        Check.Equal("min", OnlyError(name.ValidateLength(a => a.Name, min: 4, max: 9)).Metadata["kind"]);
        Check.Equal("max", OnlyError(name.ValidateLength(a => a.Name, min: 1, max: 2)).Metadata["kind"]);
        Check.Equal("is", OnlyError(name.ValidateLength(a => a.Name, @is: 5, min: 4, max: 2)).Metadata["kind"]);
        Check.True(name.ValidateLength(a => a.Name, min: 3, max: 3).IsValid);
    }

    [Fact]
    public void DATA_026()
    {
        var age = Changed(new Author { Age = 3, Income = 1.50m });

        Check.Equal(["must be less than 3"], age.ValidateNumber(a => a.Age, lessThan: 3).ErrorsOn(a => a.Age));
        Check.Equal(["must be greater than 3"], age.ValidateNumber(a => a.Age, greaterThan: 3).ErrorsOn(a => a.Age));
        Check.Equal(["must be less than or equal to 2"], age.ValidateNumber(a => a.Age, lessThanOrEqualTo: 2).ErrorsOn(a => a.Age));
        Check.Equal(["must be greater than or equal to 4"], age.ValidateNumber(a => a.Age, greaterThanOrEqualTo: 4).ErrorsOn(a => a.Age));
        Check.Equal(["must be equal to 4"], age.ValidateNumber(a => a.Age, equalTo: 4).ErrorsOn(a => a.Age));
        Check.Equal(["must be not equal to 3"], age.ValidateNumber(a => a.Age, notEqualTo: 3).ErrorsOn(a => a.Age));
        Check.Equal("{validation: number, kind: less_than, number: 2}", OnlyError(age.ValidateNumber(a => a.Age, lessThan: 2, equalTo: 9)).Metadata.ToString());
        Check.True(age.ValidateNumber(a => a.Income, equalTo: 1.5m, greaterThan: 1.4, lessThan: 2).IsValid);
        Check.Throws<ArgumentException>(() => age.ValidateNumber(a => a.Age));
    }

    [Fact]
    public void DATA_027()
    {
        var author = Changed(new Author { Name = "admin", Age = 3, Topics = ["a", "z"] });

        var inclusion = OnlyError(author.ValidateInclusion(a => a.Age, [1, 2]));
        Check.Equal("is invalid", inclusion.Message);
        Check.Equal([1, 2], Check.IsAssignableFrom<IEnumerable<int?>>(inclusion.Metadata["enum"]));
        Check.Equal("is reserved", OnlyError(author.ValidateExclusion(a => a.Name, ["admin"])).Message);
        Check.Equal("has an invalid entry", OnlyError(author.ValidateSubset(a => a.Topics, ["a", "b"])).Message);
        Check.True(author.ValidateSubset(a => a.Topics, ["z", "a"]).ValidateInclusion(a => a.Age, [3]).ValidateExclusion(a => a.Name, ["root"]).IsValid);
    }

    [Fact]
    public void DATA_028()
    {
        static Changeset<Author> Ticked(string query) => new Author().Cast(Query(query), a => a.Terms).ValidateAcceptance(a => a.Terms);

        Check.True(Ticked("terms=true").IsValid);
        Check.True(Ticked("other=1").IsValid);
        Check.Equal(["must be accepted"], Ticked("terms=false").ErrorsOn(a => a.Terms));
        Check.Equal(["must be accepted"], Ticked("terms=").ErrorsOn(a => a.Terms));
        Check.Equal(["must be accepted"], new Author().Cast(Query("rules=no"), a => a.Terms).ValidateAcceptance("Rules").ErrorsOn("Rules"));
    }

    [Fact]
    public void DATA_029()
    {
        static Changeset<Author> Confirmed(string query, bool required = false) =>
            new Author().Cast(Query(query), a => a.Password).ValidateConfirmation(a => a.Password, required);

        Check.True(Confirmed("password=x&password_confirmation=x").IsValid);
        Check.True(Confirmed("password=x").IsValid);
        Check.Equal(["does not match confirmation"], Confirmed("password=x&password_confirmation=y").ErrorsOn("PasswordConfirmation"));
        Check.Equal(["can't be blank"], Confirmed("password=x", required: true).ErrorsOn("PasswordConfirmation"));
        Check.Equal(["does not match confirmation"], Confirmed("password=x&password_confirmation=x%20").ErrorsOn("PasswordConfirmation"));
    }

    [Fact]
    public void DATA_030()
    {
        var changeset = Changed(new Author { Name = "Ada", Age = 3 })
            .ValidateChange(a => a.Age, "odd", 3, age => [new ChangesetError("Name", "is too young", Metadata.Empty), new ChangesetError("Age", "is odd", Metadata.Empty)])
            .ValidateChange(a => a.Name, name => name == "Ada" ? null : "is another");

        Check.Equal(["Name is too young", "Age is odd"], changeset.Errors.Select(e => e.ToString()));
        Check.Equal(new Validation("Age", "odd", 3), Check.Single(changeset.Validations));
        Check.True(new Author().Change().ValidateChange(a => a.Age, _ => "runs").IsValid);
    }

    [Fact]
    public void DATA_031()
    {
        var form = (IFormSource)new Author().Change()
            .ValidateRequired(a => a.Name).ValidateLength(a => a.Name, min: 2, max: 9).ValidateFormat(a => a.Name, "[a-z]+")
            .ValidateNumber(a => a.Age, greaterThan: 0, lessThanOrEqualTo: 150).ValidateInclusion(a => a.Country, ["FR"]);

        Check.Equal((true, 2, 9, "[a-z]+"), ((bool)form.Rules("name")["required"]!, (int)form.Rules("name")["minlength"]!, (int)form.Rules("name")["maxlength"]!, (string)form.Rules("name")["pattern"]!));
        Check.Equal(("1", "150"), ($"{form.Rules("age")["min"]}", $"{form.Rules("age")["max"]}"));
        Check.Equal(["required", "length", "format", "number", "inclusion"], ((Changeset)form).Validations.Select(v => v.Kind));
    }

    [Fact]
    public void DATA_032()
    {
        var author = Changed(new Author { Name = "admin", Age = 3, Topics = ["z"], Email = "x" });
        ErrorMessage message = ("no {what}", Metadata.Of(("what", "way")));

        Changeset<Author>[] all =
        [
            author.ValidateRequired(a => a.CityId, message), author.ValidateFormat(a => a.Email, "@", message), author.ValidateLength(a => a.Name, min: 9, message: message),
            author.ValidateNumber(a => a.Age, lessThan: 1, message: message), author.ValidateInclusion(a => a.Age, [1], message), author.ValidateExclusion(a => a.Name, ["admin"], message),
            author.ValidateSubset(a => a.Topics, ["a"], message), new Author().Cast(Query("terms=0"), a => a.Terms).ValidateAcceptance(a => a.Terms, message),
            new Author().Cast(Query("email=x&email_confirmation=y"), a => a.Email).ValidateConfirmation(a => a.Email, message: message),
        ];

        Check.Equal(Enumerable.Repeat("no way", all.Length), all.Select(c => c.Errors.Single().Text));
        Check.True(all.All(c => c.Errors[0].Metadata.ContainsKey("validation")));
    }

    [Fact]
    public void DATA_033()
    {
        var changeset = new Author()
            .Cast(Json("""{"name": "", "home": {"street": ""}, "books": [{"title": "a"}, {"title": ""}]}"""), a => a.Name)
            .ValidateRequired(a => a.Name)
            .CastEmbed(a => a.Home, Home.Changeset)
            .CastAssoc(a => a.Books, Book.Changeset);

        var errors = changeset.TraverseErrors();
        Check.Equal(["can't be blank"], Check.IsAssignableFrom<IEnumerable<string>>(errors["name"]));
        Check.Equal(["can't be blank"], Check.IsAssignableFrom<IEnumerable<string>>(Check.IsAssignableFrom<IReadOnlyDictionary<string, object>>(errors["home"])["street"]));
        var books = Check.IsAssignableFrom<IEnumerable<IReadOnlyDictionary<string, object>>>(errors["books"]).ToList();
        Check.Equal([0, 1], books.Select(b => b.Count));
        var seen = new List<string>();
        changeset.TraverseErrors((owner, field, error) =>
        {
            seen.Add($"{owner.Schema.Name}.{field}: {error.Message}");
            return 0;
        });
        Check.Equal(["Author.Name: can't be blank", "Home.Street: can't be blank", "Book.Title: can't be blank"], seen);
    }

    [Fact]
    public void Errors_of_children_are_told_by_the_names_of_their_inputs()
    {
        var changeset = new Author()
            .Cast(Json("""{"name": "", "home": {"street": ""}, "books": [{"title": "a"}, {"title": ""}]}"""), a => a.Name)
            .ValidateRequired(a => a.Name)
            .CastEmbed(a => a.Home, Home.Changeset)
            .CastAssoc(a => a.Books, Book.Changeset);

        Check.Equal(["name: can't be blank", "home[street]: can't be blank", "books[1][title]: can't be blank"], changeset.FlatErrors().Select(e => $"{e.Key}: {string.Join(", ", e.Value)}"));
    }
}
