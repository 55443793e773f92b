using System.Globalization;

namespace Zhar.Data.Tests.Types;

public sealed class CastTests
{
    private static string? Show(object? value) => value switch
    {
        null => null,
        byte[] bytes => Convert.ToHexString(bytes),
        DateTime time => $"{time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture)} {time.Kind}",
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list and not string => string.Join(",", list.Cast<object>().Select(Show)),
        IFormattable value1 => value1.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    [Theory]
    [InlineData("\0")]
    [InlineData("a\0b")]
    public void A_text_with_a_character_that_databases_cannot_keep_is_an_error(string input)
    {
        var cast = FieldType.String.Cast(input);

        Assert.False(cast.IsOk);
        Assert.Equal("has a character that cannot be stored", cast.Message);
        Assert.True(FieldType.Binary.Cast(input).IsOk);
        Assert.True(FieldType.String.Cast(input.Replace('\0', '\u0001')).IsOk);
    }

    [Theory]
    [InlineData("flag", "1", "True")]
    [InlineData("flag", "false", "False")]
    [InlineData("small", "-3", "-3")]
    [InlineData("large", "9223372036854775807", "9223372036854775807")]
    [InlineData("real", "1.5", "1.5")]
    [InlineData("double", "1e3", "1000")]
    [InlineData("amount", "1.50", "1.50")]
    [InlineData("bytes", "é", "C3A9")]
    [InlineData("day", "2026-02-28", "2026-02-28")]
    [InlineData("day", "2026-02-28T10:00:00", "2026-02-28")]
    [InlineData("clock", "10:30", "10:30:00.000000")]
    [InlineData("clock", "10:30:15.1234567", "10:30:15.123456")]
    [InlineData("at", "2026-01-01T10:30", "2026-01-01T10:30:00.000000 Utc")]
    [InlineData("at", "2026-01-01 10:30:00Z", "2026-01-01T10:30:00.000000 Utc")]
    [InlineData("at", "2026-01-01T10:30:00.1234567+02:00", "2026-01-01T08:30:00.123456 Utc")]
    [InlineData("at", "2026-01-01T10:30:00-0130", "2026-01-01T12:00:00.000000 Utc")]
    [InlineData("local", "2026-01-01T10:30:00", "2026-01-01T10:30:00.000000 Unspecified")]
    [InlineData("instant", "2026-01-01T10:30:00+02:00", "2026-01-01T08:30:00.000000+00:00")]
    [InlineData("span", "01:30:00", "01:30:00")]
    [InlineData("span", "PT90M", "01:30:00")]
    [InlineData("role", "owner", "SuperUser")]
    [InlineData("level", "high", "High")]
    [InlineData("level", "7", "High")]
    [InlineData("slug", "abc", "Slug { Text = abc }")]
    public void A_text_is_cast_to_the_type_of_its_field(string field, string input, string expected)
    {
        var name = SchemaInfo.Of<Everything>().Fields.First(f => f.Param == field).Name;

        var changeset = new Everything().Cast(Params.Empty.With(field, input), [name]);

        Assert.Empty(changeset.Errors);
        Assert.Equal(expected, Show(changeset.GetChange(name)));
    }

    [Theory]
    [InlineData("flag", "yes")]
    [InlineData("small", "40000")]
    [InlineData("small", "3.0")]
    [InlineData("small", "3 ")]
    [InlineData("large", "9223372036854775808")]
    [InlineData("double", "NaN")]
    [InlineData("double", "Infinity")]
    [InlineData("real", "1e300")]
    [InlineData("amount", "1,5")]
    [InlineData("day", "2026-02-30")]
    [InlineData("day", "28.02.2026")]
    [InlineData("clock", "25:00")]
    [InlineData("at", "yesterday")]
    [InlineData("at", "2026-01-01T10:30:00+25:00")]
    [InlineData("at", "0001-01-01T00:30:00+02:00")]
    [InlineData("local", "2026-01-01T10:30:00Z")]
    [InlineData("span", "P1M")]
    [InlineData("span", "soon")]
    [InlineData("role", "super_user")]
    [InlineData("level", "2")]
    [InlineData("id", "123")]
    public void A_text_of_another_kind_is_refused(string field, string input)
    {
        var name = SchemaInfo.Of<Everything>().Fields.First(f => f.Param == field).Name;

        var changeset = new Everything().Cast(Params.Empty.With(field, input), [name]);

        var error = Assert.Single(changeset.Errors);
        Assert.Equal((name, "is invalid", "cast"), (error.Field, error.Message, error.Metadata["validation"]));
        Assert.Empty(changeset.Changes);
    }

    [Fact]
    public void A_refused_enum_names_what_is_allowed_and_a_custom_type_says_why()
    {
        var changeset = new Everything().Cast(Params.FromQuery("role=x&slug=abcdef"), e => new { e.Role, e.Slug });

        Assert.Equal(["member", "admin", "owner"], Assert.IsAssignableFrom<IEnumerable<string>>(changeset.Errors[0].Metadata["enum"]));
        Assert.Equal("is too long for a slug", changeset.Errors[1].Message);
        Assert.Equal(5, changeset.Errors[1].Metadata["longest"]);
    }

    [Fact]
    public void The_parts_of_a_date_come_from_three_selects()
    {
        var changeset = new Everything().Cast(
            Params.FromQuery("day[year]=2026&day[month]=2&day[day]=3&at[year]=2026&at[month]=1&at[day]=1&at[hour]=9&at[minute]=5&clock[hour]=&clock[minute]="),
            e => new { e.Day, e.At, e.Clock });

        Assert.Empty(changeset.Errors);
        Assert.Equal(new DateOnly(2026, 2, 3), changeset.GetChange(e => e.Day));
        Assert.Equal(new DateTime(2026, 1, 1, 9, 5, 0, DateTimeKind.Utc), changeset.GetChange(e => e.At));
        Assert.False(changeset.Changed(e => e.Clock));
        Assert.Equal(["is invalid"], new Everything().Cast(Params.FromQuery("day[year]=2026&day[month]=13&day[day]=3"), e => e.Day).ErrorsOn(e => e.Day));
    }

    [Fact]
    public void Lists_maps_and_json_are_cast_by_their_elements()
    {
        var changeset = new Everything().Cast(
            Params.FromJson("""{"numbers": ["1", 2], "roles": ["admin"], "prices": {"a": "1.5", "b": 2}, "json": {"x": [1, "y"]}, "node": {"x": null}}"""),
            e => new { e.Numbers, e.Roles, e.Prices, e.Json, e.Node });

        Assert.Empty(changeset.Errors);
        Assert.Equal([1, 2], changeset.GetChange(e => e.Numbers)!);
        Assert.Equal([Role.Admin], changeset.GetChange(e => e.Roles));
        Assert.Equal(1.5m, changeset.GetChange(e => e.Prices)!["a"]);
        Assert.Equal("""{"x":[1,"y"]}""", changeset.GetChange(e => e.Json)?.GetRawText());
        Assert.Equal("""{"x":null}""", changeset.GetChange(e => e.Node)!.ToJsonString());
        Assert.Equal(["is invalid"], new Everything().Cast(Params.FromJson("""{"prices": {"a": "x"}}"""), e => e.Prices).ErrorsOn(e => e.Prices));
        Assert.Equal(["is invalid"], new Everything().Cast(Params.FromJson("""{"numbers": "x"}"""), e => e.Numbers).ErrorsOn(e => e.Numbers));
    }

    [Fact]
    public void Equal_means_what_the_type_says()
    {
        var row = new Everything { Slug = new("abc"), Bytes = [1], Numbers = [1, 2], Amount = 1.0m };

        var changeset = row.Change().PutChange(e => e.Slug, new Slug("ABC")).PutChange(e => e.Bytes, [1]).PutChange(e => e.Numbers, [1, 2]).PutChange(e => e.Amount, 1.000m);

        Assert.Empty(changeset.Changes);
        Assert.True(row.Change().PutChange(e => e.Numbers, [2, 1]).Changed(e => e.Numbers));
    }
}
