using Microsoft.CodeAnalysis;

namespace Zhar.Data.Tests.Generators;

/// <summary>What is said about a schema that is not declared right.</summary>
public sealed class DeclarationTests
{
    private const string Key = "[PrimaryKey] public int Id { get; init; }";

    [Theory]
    [InlineData("ZHAR0101", "partial record User", """[Schema("users")] public record User { [PrimaryKey] public int Id { get; init; } }""")]
    [InlineData("ZHAR0101", "partial class Outer", """public class Outer { [Schema("users")] public partial record User { [PrimaryKey] public int Id { get; init; } } }""")]
    [InlineData("ZHAR0102", "generic", """[Schema("users")] public partial record User<T> { [PrimaryKey] public int Id { get; init; } }""")]
    [InlineData("ZHAR0102", "private", """public partial class Outer { [Schema("users")] private partial record User { [PrimaryKey] public int Id { get; init; } } }""")]
    [InlineData("ZHAR0102", "no name", """[Schema("")] public partial record User { [PrimaryKey] public int Id { get; init; } }""")]
    [InlineData("ZHAR0102", "both", """[Schema("users"), EmbeddedSchema] public partial record User { [PrimaryKey] public int Id { get; init; } }""")]
    [InlineData("ZHAR0104", "no primary key", """[Schema("users")] public partial record User { public int Id { get; init; } }""")]
    [InlineData("ZHAR0104", "Remove one of the two", """[Schema("users", NoPrimaryKey = true)] public partial record User { [PrimaryKey] public int Id { get; init; } }""")]
    [InlineData("ZHAR0104", "two identity keys", """[Schema("users")] public partial record User { [PrimaryKey(Autogenerate.Identity)] public int A { get; init; } [PrimaryKey(Autogenerate.Identity)] public int B { get; init; } }""")]
    public async Task A_record_of_the_wrong_shape_is_reported_with_its_remedy(string id, string part, string source)
    {
        var found = Assert.Single(await Sources.Analyze(source));

        Assert.Equal(id, found.Id);
        Assert.Contains(part, Text(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZHAR0103", "Uri", "public Uri? Link { get; init; }")]
    [InlineData("ZHAR0105", "cannot be set", """[Column("x")] public int X => 3;""")]
    [InlineData("ZHAR0105", "private", "[Redact] private string? Secret { get; init; }")]
    [InlineData("ZHAR0105", "counted up", "[LockVersion] public string? Version { get; init; }")]
    [InlineData("ZHAR0105", "there is a [LockVersion] already", "[LockVersion] public int A { get; init; } [LockVersion] public int B { get; init; }")]
    [InlineData("ZHAR0105", "no static method", """[Autogenerate("NewToken")] public string? Token { get; init; }""")]
    [InlineData("ZHAR0105", "not a schema", "[EmbedsOne] public Version? Home { get; init; }")]
    [InlineData("ZHAR0105", "needs a list", "[EmbedsMany] public string? Homes { get; init; }")]
    [InlineData("ZHAR0106", "Many<…>", "[HasMany] public Assoc<Post> Posts { get; init; }")]
    [InlineData("ZHAR0106", "Assoc<…>", "[BelongsTo] public Post? Post { get; init; }")]
    [InlineData("ZHAR0106", "not a schema", "[HasMany] public Many<Version> Versions { get; init; }")]
    [InlineData("ZHAR0106", "no property 'UserId'", "[HasMany] public Many<Orphan> Orphans { get; init; }")]
    [InlineData("ZHAR0106", "no property 'PostId'", "[BelongsTo] public Assoc<Post> Post { get; init; }")]
    [InlineData("ZHAR0106", "of which kind", "public Many<Post> Posts { get; init; }")]
    [InlineData("ZHAR0106", "no static property", """[HasMany(Where = "Recent")] public Many<Post> Posts { get; init; }""")]
    public async Task A_property_of_the_wrong_shape_is_reported_with_its_remedy(string id, string part, string property)
    {
        var found = Assert.Single(await Sources.Analyze($$"""
            [Schema("users")] public partial record User { {{Key}} {{property}} }
            [Schema("posts")] public partial record Post { {{Key}} public int UserId { get; init; } }
            [Schema("orphans")] public partial record Orphan { {{Key}} }
            """));

        Assert.Equal(id, found.Id);
        Assert.Contains(part, Text(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u => u.Name")]
    [InlineData("static u => u.Name")]
    [InlineData("(User u) => u.Name")]
    [InlineData("u => new { u.Name, u.Id }")]
    [InlineData("u => u.Name!")]
    public async Task A_selector_that_names_properties_is_fine(string selector)
    {
        Assert.Empty(await Sources.Analyze(Casting(selector)));
        Assert.Empty(Sources.Problems(Casting(selector)));
    }

    [Theory]
    [InlineData("u => u.Name!.Length")]
    [InlineData("u => u.Name + u.Id")]
    [InlineData("u => new { Count = u.Name!.Length }")]
    [InlineData("u => 3")]
    [InlineData("u => { return u.Name; }")]
    [InlineData("Chosen")]
    [InlineData("u => new { user.Name }")]
    public async Task A_selector_that_computes_is_reported(string selector)
    {
        var found = Assert.Single(await Sources.Analyze(Casting(selector)));

        Assert.Equal("ZHAR0107", found.Id);
        Assert.Contains(selector, Text(found), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_in_another_file_generates_nothing_anew() =>
        Assert.All(
            Sources.Rerun($$"""[Schema("users"), Timestamps] public partial record User { {{Key}} public List<string>? Tags { get; init; } }"""),
            reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"a step ended as {reason}"));

    [Theory]
    [InlineData("""[Schema("users")] public partial record User(int Number, string Name = "x") { [PrimaryKey] public int Id { get; init; } }""")]
    [InlineData("""[Schema("users")] public sealed partial record User { [PrimaryKey] public required int Id { get; init; } [Redact] public required string Name { get; set; } }""")]
    [InlineData("""[Schema("users"), Timestamps(UpdatedAt = null)] public partial class User { [PrimaryKey] public Guid Id { get; private set; } [Redact] public string? Name { get; init; } }""")]
    [InlineData("""namespace A.B; public partial class Outer { [EmbeddedSchema] internal partial record @User { public int? Fields { get; init; } public Dictionary<string, int>? Map { get; init; } } }""")]
    [InlineData("""public abstract record Base { [PrimaryKey] public long Id { get; init; } } [Schema("a")] public partial record User : Base { [Redact] public byte[]? Hash { get; init; } } [Schema("b")] public sealed partial record Other : Base;""")]
    [InlineData("""public enum E : long { A = -1, @class = 5, B = 5 } [Schema("users", NoPrimaryKey = true)] public partial record User { public E E { get; init; } [StoredAs(EnumStorage.Integer)] public E? F { get; init; } public E[] Es { get; init; } = []; [Naive] public DateTime At { get; init; } }""")]
    public void Records_of_many_shapes_compile_without_a_warning(string source) => Assert.Empty(Sources.Problems(source));

    private static string Casting(string selector) => $$"""
        [Schema("users")]
        public partial record User
        {
            {{Key}}
            public string? Name { get; init; }
            private static readonly Func<User, object?> Chosen = u => u.Name;
            public static Changeset<User> Changeset(User user, Params input) => user.Cast(input, {{selector}});
        }
        """;

    private static string Text(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
