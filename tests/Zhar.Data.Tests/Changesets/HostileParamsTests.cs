using System.Text;
using System.Text.Json;

namespace Zhar.Data.Tests.Changesets;

/// <summary>Params come from anybody. What does not fit is an error of the changeset, never an exception.</summary>
public sealed class HostileParamsTests
{
    private static readonly string[] Fields =
    [
        "id", "flag", "small", "large", "real", "double", "amount", "bytes", "day", "clock", "at", "local", "instant", "span", "json", "node", "role", "level", "numbers", "roles",
        "prices", "slug",
    ];

    private static readonly string[] Leaves =
    [
        "null", "true", "false", "0", "-1", "1e300", "-1e300", "1e-999", "9223372036854775808", "-9223372036854775809", "79228162514264337593543950336", "1.5", "0.1e1",
        "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\uD83D\\uDE00\"", "\"1e999\"", "\"NaN\"", "\"Infinity\"", "\"-0\"", "\"0x10\"", "\"2026-02-30\"", "\"2026-02-28T24:00\"",
        "\"9999-12-31T23:59:59-23:59\"", "\"0001-01-01T00:00:00+23:59\"", "\"2026-01-01T10:00Z05\"", "\"P1Y\"", "\"P99999999999999999999D\"", "\"-P\"", "\"PT\"",
        "\"10675199.02:48:05.4775807\"", "\"-10675199.02:48:05.4775808\"", "\"owner\"", "\"Member\"", "\"00000000-0000-0000-0000-000000000000\"", "[]", "{}", "[null]", "[[[]]]", "[1e300]",
        """{"a": 1e300}""", """{"year": 2026, "month": "13", "day": -1}""", """{"year": "99999999999", "month": [], "day": {}}""", """{"hour": 25}""", """{"": null}""",
    ];

    [Fact]
    public void Random_trees_never_throw()
    {
        var random = new Random(20_260_131);
        for (var round = 0; round < 20_000; round++)
        {
            var json = Tree(random);
            var changeset = Cast(json);
            foreach (var error in changeset.Errors)
                Assert.NotEmpty(error.Message);
        }
    }

    [Fact]
    public void Each_leaf_in_each_field_is_a_change_or_an_error_and_can_be_stored()
    {
        foreach (var field in Fields)
        {
            foreach (var leaf in Leaves)
            {
                var changeset = Cast($$"""{"{{field}}": {{leaf}}}""");
                foreach (var (name, value) in changeset.Changes)
                    Assert.True(Record.Exception(() => SchemaInfo.Of<Everything>().Get(name).Type.Dump(value, new Sqlite.SqliteAdapter().Dialect)) is null, $"{field} <- {leaf}");
            }
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(400)]
    public void A_deep_tree_is_no_reason_to_throw(int depth)
    {
        var limits = new ParamsLimits { MaxDepth = 1000 };
        var tree = string.Concat(Enumerable.Repeat("""{"a":[""", depth)) + "1" + string.Concat(Enumerable.Repeat("]}", depth));
        foreach (var field in Fields)
        {
            var input = Params.FromJson($$"""{"{{field}}": {{tree}}}""", limits);
            Assert.NotNull(new Everything().Cast(input, SchemaInfo.Of<Everything>().Fields.Where(static f => f.Name != "Addresses").Select(static f => (FieldName)f.Name)).Errors);
        }
    }

    [Fact]
    public void An_offset_behind_a_Z_is_none() =>
        Assert.NotEmpty(Cast("""{"at": "2026-01-01T10:00Z05"}""").Errors);

    private static Changeset<Everything> Cast(string json)
    {
        try
        {
            return new Everything().Cast(
                Params.FromJson(json),
                e => new { e.Id, e.Flag, e.Small, e.Large, e.Real, e.Double, e.Amount, e.Bytes, e.Day, e.Clock, e.At, e.Local, e.Instant, e.Span, e.Json, e.Node, e.Role, e.Level, e.Numbers, e.Roles, e.Prices, e.Slug })
                .CastEmbed(e => e.Addresses, (address, input) => address.Cast(input, a => new { a.Street, a.City }));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Cast of {json} threw {e.GetType().Name}: {e.Message}", e);
        }
    }

    private static string Tree(Random random)
    {
        var json = new StringBuilder("{");
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            json.Append(JsonSerializer.Serialize(random.Next(8) == 0 ? "addresses" : Fields[random.Next(Fields.Length)])).Append(':');
            Value(random, json, 4);
            json.Append(i > 1 ? "," : "");
        }

        return json.Append('}').ToString();
    }

    private static void Value(Random random, StringBuilder json, int depth)
    {
        var kind = depth == 0 ? 0 : random.Next(5);
        if (kind < 3)
        {
            json.Append(Leaves[random.Next(Leaves.Length)]);
            return;
        }

        json.Append(kind == 3 ? '[' : '{');
        for (var i = random.Next(4); i > 0; i--)
        {
            if (kind == 4)
                json.Append(JsonSerializer.Serialize(random.Next(3) switch { 0 => "street", 1 => i.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => "\0\"'" })).Append(':');
            Value(random, json, depth - 1);
            json.Append(i > 1 ? "," : "");
        }

        json.Append(kind == 3 ? ']' : '}');
    }
}
