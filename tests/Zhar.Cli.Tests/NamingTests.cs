using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Tests;

public sealed class NamingTests
{
    [Theory]
    [InlineData("BlogPost", "blog_post")]
    [InlineData("blog-post", "blog_post")]
    [InlineData("blog post", "blog_post")]
    [InlineData("HTTPServer", "http_server")]
    [InlineData("Room2", "room2")]
    [InlineData("blog_post", "blog_post")]
    public void Names_are_written_with_underscores(string name, string expected) => Assert.Equal(expected, Naming.Underscore(name));

    [Theory]
    [InlineData("blog_post", "BlogPost", "blogPost", "Blog post")]
    [InlineData("my-app", "MyApp", "myApp", "My app")]
    [InlineData("Room", "Room", "room", "Room")]
    public void Names_are_written_in_capitals_and_in_words(string name, string pascal, string camel, string human) =>
        Assert.Equal((pascal, camel, human), (Naming.Pascal(name), Naming.Camel(name), Naming.Human(name)));

    [Theory]
    [InlineData("title", "Title")]
    [InlineData("on_sale", "OnSale")]
    [InlineData("e_mail", "EMail")]
    [InlineData("line_2", "Line_2")]
    [InlineData("x_y", "X_Y")]
    public void A_member_is_named_so_that_its_column_has_the_name_that_was_typed(string column, string member)
    {
        Assert.Equal(member, Naming.Member(column));
        Assert.Equal(column, Naming.Underscore(member));
    }

    [Theory]
    [InlineData("my_app", "MyApp", "my_app")]
    [InlineData("shop", "Shop", "shop")]
    [InlineData("my-shop", "MyShop", "my_shop")]
    [InlineData("some/where/my_app/", "MyApp", "my_app")]
    public void An_application_is_named_by_its_folder(string path, string module, string underscored)
    {
        var name = AppName.Parse(path, null);

        Assert.Equal((module, underscored), (name.Module, name.Underscored));
    }

    [Fact]
    public void A_module_may_have_another_name() => Assert.Equal(new AppName("x1", "shop", "Shop"), AppName.Parse("x1", "Shop"));

    [Theory]
    [InlineData("1app")]
    [InlineData("my app!")]
    [InlineData("")]
    [InlineData("über")]
    [InlineData("zhar")]
    [InlineData("system")]
    [InlineData("test")]
    [InlineData("application")]
    public void What_cannot_name_an_application_is_refused_with_a_name_to_try(string path) =>
        Assert.StartsWith("zhar new ", Assert.Throws<CliException>(() => AppName.Parse(path, null)).Next, StringComparison.Ordinal);
}
