using Zhar.Cli.Generators;
using Zhar.Cli.Output;

namespace Zhar.Cli.Tests;

public sealed class FieldTests
{
    [Theory]
    [InlineData("title", "string", false, false)]
    [InlineData("title:unique", "string", true, false)]
    [InlineData("price:decimal", "decimal", false, false)]
    [InlineData("email:string:unique:redact", "string", true, true)]
    [InlineData("born:date", "date", false, false)]
    [InlineData("age:int", "integer", false, false)]
    [InlineData("at:utc_datetime", "datetime", false, false)]
    [InlineData("on:bool", "boolean", false, false)]
    public void A_field_has_a_type_and_modifiers(string text, string kind, bool unique, bool redact)
    {
        var field = Field.Parse(text);

        Assert.Equal((kind, unique, redact), (field.Kind.Name, field.IsUnique, field.IsRedacted));
    }

    [Fact]
    public void An_enum_lists_its_values()
    {
        var field = Field.Parse("status:enum:draft:published:optional");

        Assert.Equal(["draft", "published"], field.Values);
        Assert.True(field.IsOptional);
    }

    [Fact]
    public void A_reference_names_its_table()
    {
        var field = Field.Parse("user_id:references:users:unique");

        Assert.Equal(("users", "User", true), (field.Table, field.Label, field.IsUnique));
    }

    [Theory]
    [InlineData("title:strin", "There is no type 'strin'")]
    [InlineData("Title:string", "'Title' cannot name a field")]
    [InlineData("1st:string", "cannot name a field")]
    [InlineData("title_:string", "cannot name a field")]
    [InlineData("id:integer", "Every schema has 'id'")]
    [InlineData("title:string:uniqe", "has 'uniqe' behind its type")]
    [InlineData("status:enum", "An enum lists its values")]
    [InlineData("status:enum:a:a", "An enum lists its values")]
    [InlineData("user:references:users", "A reference names its column")]
    [InlineData("user_id:references", "A reference names its column")]
    public void What_is_no_field_is_refused(string text, string why) =>
        Assert.Contains(why, Assert.Throws<CliException>(() => Field.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_fields_of_one_name_are_refused() =>
        Assert.Contains("2 fields 'title'", Assert.Throws<CliException>(() => Field.ParseAll(["title", "title:text"])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_type_lists_those_that_there_are() =>
        Assert.Contains("decimal, boolean, date", Assert.Throws<CliException>(() => Field.Parse("price:money")).Message, StringComparison.Ordinal);
}
