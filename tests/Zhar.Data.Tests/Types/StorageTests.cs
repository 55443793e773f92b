using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zhar.Data.Tests.Types;

public sealed class StorageTests
{
    private static readonly SchemaInfo<Everything> Info = SchemaInfo.Of<Everything>();

    private static readonly Everything Full = new()
    {
        Id = Guid.CreateVersion7(), Flag = true, Small = -3, Large = 1L << 40, Real = 1.5f, Double = 2.5, Amount = 1.50m, Bytes = [1, 2], Day = new(2026, 1, 2), Clock = new(10, 30),
        At = new(2026, 1, 1, 1, 1, 1, DateTimeKind.Utc), Local = new(2026, 1, 1, 1, 1, 1), Instant = new(2026, 1, 1, 1, 1, 1, TimeSpan.Zero), Span = TimeSpan.FromMinutes(90),
        Json = JsonDocument.Parse("""{"a":1}""").RootElement, Node = new JsonObject { ["b"] = 2 }, Role = Role.SuperUser, Level = Level.High, Numbers = [1, 2], Roles = [Role.Admin],
        Prices = new Dictionary<string, decimal> { ["a"] = 1.5m }, Slug = new("abc"), Addresses = [new() { Street = "Hill" }, new() { Street = "Lake", City = "Bern" }],
    };

    public static TheoryData<string> Names => [.. Info.Fields.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_comes_back_as_it_was_stored_with_arrays_and_without(string name)
    {
        var field = Info.Get(name);
        var value = Info.Get(Full, field.Index);

        foreach (var dialect in (Dialect[])[new Flat(), new WithArrays()])
        {
            var stored = field.Type.Dump(value, dialect);
            Assert.IsType(Neutral(field.Type, dialect), stored);
            Assert.True(field.Type.Equal(value, field.Type.Load(stored, dialect)), $"{name} was stored as {stored}");
        }
    }

    [Fact]
    public void Null_is_null_everywhere()
    {
        Assert.All(Info.Fields, f => Assert.Null(f.Type.Dump(null, new Flat())));
        Assert.All(Info.Fields, f => Assert.Null(f.Type.Load(null, new Flat())));
    }

    [Fact]
    public void Enums_and_custom_types_are_stored_as_they_say()
    {
        Assert.Equal("owner", Everything.Fields.Role.Type.Dump(Role.SuperUser, new Flat()));
        Assert.Equal(7, Everything.Fields.Level.Type.Dump(Level.High, new Flat()));
        Assert.Equal("s:abc", Everything.Fields.Slug.Type.Dump(new Slug("abc"), new Flat()));
        Assert.Equal("""["admin"]""", Everything.Fields.Roles.Type.Dump(ImmutableArray.Create(Role.Admin), new Flat()));
        Assert.Equal(["admin"], Assert.IsType<string?[]>(Everything.Fields.Roles.Type.Dump(ImmutableArray.Create(Role.Admin), new WithArrays())));
        Assert.Equal([Role.Member, Role.Admin, Role.SuperUser], ((EnumType<Role>)Everything.Fields.Role.Type).Values);
    }

    [Fact]
    public void A_stored_value_that_means_nothing_says_what_was_expected()
    {
        Assert.Contains("member, admin, owner", Assert.Throws<SchemaException>(() => Everything.Fields.Role.Type.Load("king", new Flat())).Message, StringComparison.Ordinal);
        Assert.Contains("not JSON", Assert.Throws<SchemaException>(() => Everything.Fields.Prices.Type.Load("{", new Flat())).Message, StringComparison.Ordinal);
        Assert.Throws<SchemaException>(() => Everything.Fields.Numbers.Type.Load("""["x"]""", new Flat()));
        Assert.Throws<SchemaException>(() => Everything.Fields.Addresses.Type.Load("{}", new Flat()));
    }

    [Fact]
    public void An_embed_keeps_defaults_for_what_was_not_stored_and_ignores_what_is_unknown()
    {
        var loaded = Assert.IsAssignableFrom<IReadOnlyList<Address>>(Everything.Fields.Addresses.Type.Load("""[{"city": "Bern", "gone": 1}, {"street": null}]""", new Flat()));

        Assert.Equal([("", "Bern"), (null, null)], loaded.Select(a => ((string?)a.Street, a.City)));
        Assert.Equal(RecordState.Loaded, loaded[0].GetMeta().State);
    }

    private static Type Neutral(FieldType type, Dialect dialect) => type.Storage switch
    {
        StorageKind.Boolean => typeof(bool),
        StorageKind.Int16 => typeof(short),
        StorageKind.Int32 => typeof(int),
        StorageKind.Int64 => typeof(long),
        StorageKind.Single => typeof(float),
        StorageKind.Double => typeof(double),
        StorageKind.Decimal => typeof(decimal),
        StorageKind.Text or StorageKind.Json => typeof(string),
        StorageKind.Binary => typeof(byte[]),
        StorageKind.Guid => typeof(Guid),
        StorageKind.Date => typeof(DateOnly),
        StorageKind.Time => typeof(TimeOnly),
        StorageKind.DateTime or StorageKind.DateTimeUtc => typeof(DateTime),
        StorageKind.Interval => typeof(TimeSpan),
        _ => !dialect.HasArrays ? typeof(string) : type.Element!.Storage is StorageKind.Text ? typeof(string[]) : typeof(int[]),
    };

    private sealed class Flat : TestDialect
    {
        public override bool HasArrays => false;
    }

    private sealed class WithArrays : TestDialect
    {
        public override bool HasArrays => true;
    }
}
