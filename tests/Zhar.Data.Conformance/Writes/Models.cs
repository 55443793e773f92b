namespace Zhar.Data.Conformance.Writes;

public enum Rank
{
    Member,
    Admin,
}

[Schema("members"), Timestamps]
public partial record Member
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public int? Age { get; init; }
    public Rank Rank { get; init; } = Rank.Member;
    [Redact] public string? Secret { get; init; }
    [Virtual] public string? Nick { get; init; }
    [ReadAfterWrite] public string? Motto { get; init; }
    public long? ClubId { get; init; }
    [EmbedsOne(OnReplace.Delete)] public Place? Home { get; init; }
    [EmbedsMany(OnReplace.Delete)] public IReadOnlyList<Place> Travels { get; init; } = [];
    [BelongsTo] public Assoc<Club> Club { get; init; }
    [HasMany(OnReplace.Delete, ForeignKey = nameof(Note.MemberId))] public Many<Note> Notes { get; init; }
    [ManyToMany("members_labels", OnReplace.Delete)] public Many<Label> Labels { get; init; }

    public static Changeset<Member> Changeset(Member member, Params input) => member
        .Cast(input, m => new { m.Name, m.Email, m.Age, m.Nick, m.ClubId })
        .ValidateRequired(m => m.Name)
        .UniqueConstraint(m => m.Email)
        .CheckConstraint(m => m.Age, name: "age_positive")
        .ForeignKeyConstraint(m => m.ClubId);
}

[EmbeddedSchema]
public partial record Place
{
    [PrimaryKey] public Guid? Id { get; init; }
    public string City { get; init; } = "";
    public int Stars { get; init; } = 3;
}

[Schema("clubs")]
public partial record Club
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    [HasMany(ForeignKey = nameof(Member.ClubId))] public Many<Member> Members { get; init; }
}

[Schema("notes")]
public partial record Note
{
    [PrimaryKey] public Guid Id { get; init; }
    public string Text { get; init; } = "";
    public long? MemberId { get; init; }

    public static Changeset<Note> Changeset(Note note, Params input) => note.Cast(input, n => n.Text).ValidateRequired(n => n.Text).UniqueConstraint(n => n.Text);
}

[Schema("labels")]
public partial record Label
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
}

[Schema("accounts")]
public partial record Account
{
    [PrimaryKey] public long Id { get; init; }
    public int Balance { get; init; }
    [LockVersion] public int? Version { get; init; } = 1;
}

[Schema("seats")]
public partial record Seat
{
    [PrimaryKey] public int RowNumber { get; init; }
    [PrimaryKey] public int Place { get; init; }
    public string? Guest { get; init; }
}

[Schema("facts")]
public partial record Fact
{
    [PrimaryKey] public long Id { get; init; }
    public DateTimeOffset? At { get; init; }
    public DateTime? Utc { get; init; }
    [Naive] public DateTime? Local { get; init; }
    public decimal? Amount { get; init; }
    public Guid? Key { get; init; }
    public bool Flag { get; init; }
    public double? Ratio { get; init; }
    public DateOnly? Day { get; init; }
    public TimeOnly? Hour { get; init; }
    public byte[]? Raw { get; init; }
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>Owners whose children go with them, or stay without them.</summary>
[Schema("owners")]
public partial record Owner
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    [HasMany(OnReplace.Nilify, ForeignKey = nameof(Thing.OwnerId), OnDelete = OnDelete.NilifyAll)] public Many<Thing> Things { get; init; }
    [HasMany(OnReplace.DeleteIfExists, ForeignKey = nameof(Toy.OwnerId), OnDelete = OnDelete.DeleteAll)] public Many<Toy> Toys { get; init; }
    [HasOne(OnReplace.Update, ForeignKey = "OwnerId", OnDelete = OnDelete.DeleteAll)] public Assoc<Badge> Badge { get; init; }
}

[Schema("things")]
public partial record Thing
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public long? OwnerId { get; init; }
}

[Schema("toys")]
public partial record Toy
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public long? OwnerId { get; init; }
}

[Schema("badges")]
public partial record Badge
{
    [PrimaryKey] public long Id { get; init; }
    public string Text { get; init; } = "";
    public long? OwnerId { get; init; }
}
