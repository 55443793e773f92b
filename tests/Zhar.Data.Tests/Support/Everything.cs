using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhar.Data.Tests;

[StoredAs(EnumStorage.Integer)]
public enum Level
{
    Low = 1,
    High = 7,
}

/// <summary>A field of each type.</summary>
[Schema("everything")]
public partial record Everything
{
    [PrimaryKey] public Guid Id { get; init; }
    public bool Flag { get; init; }
    public short Small { get; init; }
    public long Large { get; init; }
    public float Real { get; init; }
    public double? Double { get; init; }
    public decimal? Amount { get; init; }
    public byte[]? Bytes { get; init; }
    public DateOnly? Day { get; init; }
    public TimeOnly? Clock { get; init; }
    public DateTime? At { get; init; }
    [Naive] public DateTime? Local { get; init; }
    public DateTimeOffset? Instant { get; init; }
    public TimeSpan? Span { get; init; }
    public JsonElement? Json { get; init; }
    public JsonObject? Node { get; init; }
    public Role? Role { get; init; }
    public Level Level { get; init; }
    public int[]? Numbers { get; init; }
    public ImmutableArray<Role> Roles { get; init; } = [];
    public IReadOnlyDictionary<string, decimal>? Prices { get; init; }
    [FieldType(typeof(SlugType), 5)] public Slug? Slug { get; init; }
    [EmbedsMany(OnReplace.Delete)] public IReadOnlyList<Address> Addresses { get; init; } = [];
}

public sealed record Slug(string Text);

/// <summary>A custom type with an option: the longest slug. Letter case does not count.</summary>
public sealed class SlugType(int longest) : CustomType<Slug, string>
{
    public override string Name => "slug";

    protected override CastResult CastInput(object input) => input is not string text ? CastResult.Invalid()
        : text.Length > longest ? CastResult.Invalid("is too long for a slug", Metadata.Of(("longest", longest)))
        : CastResult.Ok(new Slug(text));

    protected override string ToStored(Slug value) => "s:" + value.Text;

    protected override Slug FromStored(string stored) => new(stored[2..]);

    protected override bool AreEqual(Slug left, Slug right) => string.Equals(left.Text, right.Text, StringComparison.OrdinalIgnoreCase);
}
