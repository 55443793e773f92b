using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Cli.Tests;

/// <summary>The commands of a program, which <c>zhar migrate</c> and <c>bin/my_app eval</c> call.</summary>
public sealed class HostCommandsTests
{
    [Fact]
    public void Commands_are_listed_by_name()
    {
        var commands = new HostCommands().Add("b", "B.", static _ => Task.CompletedTask).Add("a", "A.", static _ => Task.FromResult(7));

        Assert.Equal(["a", "b"], commands.All.Select(static c => c.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Reindex")]
    [InlineData("re index")]
    [InlineData("-x")]
    [InlineData("rpc")]
    [InlineData("eval")]
    [InlineData("help")]
    [InlineData("taken")]
    public void A_name_that_cannot_be_called_is_refused(string name)
    {
        var commands = new HostCommands().Add("taken", "", static _ => Task.CompletedTask);

        Assert.ThrowsAny<ArgumentException>(() => commands.Add(name, "", static _ => Task.CompletedTask));
    }

    [Fact]
    public void Arguments_are_words_and_options()
    {
        var context = Context("one", "--step=2", "--all", "two");

        Assert.Equal(["one", "two"], context.Words);
        Assert.Equal(2, context.Number("step"));
        Assert.True(context.Has("all"));
        Assert.Null(context.Option("to"));
    }

    [Fact]
    public void Versions_may_have_underscores() => Assert.Equal(20260105101500, Context("--to=20260105_101500").Number("to"));

    [Theory]
    [InlineData("--step=two", "takes a whole number")]
    [InlineData("--step", "needs a value")]
    public void A_wrong_value_is_named(string argument, string why) =>
        Assert.Contains(why, Assert.Throws<HostCommandException>(() => Context(argument).Number("step")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_option_is_refused_with_those_that_there_are() =>
        Assert.Equal("There is no option --setp. There are: --step, --to.", Assert.Throws<HostCommandException>(() => Context("--setp=1").Expect("step", "to")).Message);

    private static HostCommandContext Context(params string[] arguments) => new(new ServiceCollection().BuildServiceProvider(), arguments, TextWriter.Null);
}
