namespace Zhar.Data.Conformance.Changesets;

public enum Genre
{
    Novel,
    Poetry,
    [EnumValue("non-fiction")] NonFiction,
}

[Schema("authors"), Timestamps]
public partial record Author
{
    [PrimaryKey] public int Id { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public int? Age { get; init; }
    public decimal? Income { get; init; }
    public DateTimeOffset? BornAt { get; init; }
    public byte[]? Key { get; init; }
    public string Country { get; init; } = "FR";
    public bool Subscribed { get; init; } = true;
    public IReadOnlyList<int>? Scores { get; init; }
    public IReadOnlyList<string> Topics { get; init; } = [];
    public Genre? Genre { get; init; }
    [Redact] public string? Secret { get; init; }
    [Virtual, Redact] public string? Password { get; init; }
    [Virtual] public bool? Terms { get; init; }
    [EmbedsOne(OnReplace.Update)] public Home? Home { get; init; }
    [EmbedsMany(OnReplace.Delete)] public IReadOnlyList<Prize> Prizes { get; init; } = [];
    [HasMany(OnReplace.Delete)] public Many<Book> Books { get; init; }
    [HasOne(ForeignKey = "OwnerId")] public Assoc<Portrait> Portrait { get; init; }
    [HasOne(OnReplace.MarkAsInvalid, ForeignKey = "OwnerId")] public Assoc<Account> Account { get; init; }
    public int? CityId { get; init; }
    [BelongsTo(OnReplace.Nilify)] public Assoc<City> City { get; init; }
}

[EmbeddedSchema]
public partial record Home
{
    public string? Street { get; init; }

    public static Changeset<Home> Changeset(Home home, Params input) => home.Cast(input, h => h.Street).ValidateRequired(h => h.Street);
}

[EmbeddedSchema]
public partial record Prize
{
    [PrimaryKey] public Guid Id { get; init; }
    public string? Title { get; init; }

    public static Changeset<Prize> Changeset(Prize prize, Params input) => prize.Cast(input, p => p.Title).ValidateRequired(p => p.Title);
}

[Schema("books")]
public partial record Book
{
    [PrimaryKey] public int Id { get; init; }
    public string? Title { get; init; }
    public int? Position { get; init; }
    public int? AuthorId { get; init; }
    [BelongsTo] public Assoc<Author> Author { get; init; }

    public static Changeset<Book> Changeset(Book book, Params input) => book.Cast(input, b => b.Title).ValidateRequired(b => b.Title);
}

[Schema("portraits")]
public partial record Portrait
{
    [PrimaryKey] public int Id { get; init; }
    public string? Path { get; init; }
    public int? OwnerId { get; init; }

    public static Changeset<Portrait> Changeset(Portrait portrait, Params input) => portrait.Cast(input, p => p.Path);
}

[Schema("accounts")]
public partial record Account
{
    [PrimaryKey] public int Id { get; init; }
    public string? Iban { get; init; }
    public int? OwnerId { get; init; }

    public static Changeset<Account> Changeset(Account account, Params input) => account.Cast(input, a => a.Iban);
}

[Schema("cities", Prefix = "geo")]
public partial record City
{
    [PrimaryKey] public int Id { get; init; }
    [Column("label")] public string? Name { get; init; }
}
