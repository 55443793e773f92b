using Zhar.Data;

namespace DataUnloadSample;

public enum Mood
{
    Calm,
    Cross,
}

[Schema("authors"), Timestamps]
public partial record Author
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public int? Age { get; init; }
    public Mood Mood { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    [EmbedsOne] public Home? Home { get; init; }
    [HasMany] public Many<Book> Books { get; init; }
}

[EmbeddedSchema]
public partial record Home
{
    public string Street { get; init; } = "";
}

[Schema("books")]
public partial record Book
{
    [PrimaryKey] public long Id { get; init; }
    public string Title { get; init; } = "";
    public long AuthorId { get; init; }
    [BelongsTo] public Assoc<Author> Author { get; init; }
}
