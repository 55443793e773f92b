namespace Zhar.Data.Conformance.Queries;

public enum Role
{
    Member,
    Admin,
}

[Schema("teams")]
public partial record Team
{
    [PrimaryKey] public int Id { get; init; }
    public string Name { get; init; } = "";
    [HasMany] public Many<Author> Authors { get; init; }
    [Through(nameof(Authors), nameof(Author.Books))] public Many<Book> Books { get; init; }
}

[Schema("authors")]
public partial record Author
{
    [PrimaryKey] public int Id { get; init; }
    public string Name { get; init; } = "";
    public int? Age { get; init; }
    public Role Role { get; init; }
    public int? TeamId { get; init; }
    [Virtual] public string? Label { get; init; }
    [BelongsTo] public Assoc<Team> Team { get; init; }
    [HasMany(PreloadOrder = ["Score desc"])] public Many<Book> Books { get; init; }
}

[Schema("books")]
public partial record Book
{
    [PrimaryKey] public long Id { get; init; }
    public string Title { get; init; } = "";
    public int AuthorId { get; init; }
    public int Score { get; init; }
    public bool IsPublished { get; init; }
    [BelongsTo] public Assoc<Author> Author { get; init; }
    [HasMany] public Many<Review> Reviews { get; init; }
    [ManyToMany("books_genres")] public Many<Genre> Genres { get; init; }
}

[Schema("reviews")]
public partial record Review
{
    [PrimaryKey] public int Id { get; init; }
    public long BookId { get; init; }
    public int Stars { get; init; }
}

[Schema("genres")]
public partial record Genre
{
    [PrimaryKey] public int Id { get; init; }
    public string Name { get; init; } = "";
}

[Schema("categories")]
public partial record Category
{
    [PrimaryKey] public int Id { get; init; }
    public int? ParentId { get; init; }
    public string Name { get; init; } = "";
}
