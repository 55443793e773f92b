using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class MutableMessageTests
{
    [Theory]
    [InlineData("[Cast] private void M(int[] [|a|]) { }")]
    [InlineData("[Call] private int M(List<int> [|a|]) => 1;")]
    [InlineData("[Info] private void M(Dictionary<string, int> [|a|]) { }")]
    [InlineData("[Cast] private void M(IList<int> [|a|]) { }")]
    [InlineData("[Cast] private void M(Setter [|a|]) { }")]
    [InlineData("[Cast] private void M(Field [|a|]) { }")]
    [InlineData("[Cast] private void M(Inside [|a|]) { }")]
    [InlineData("[Cast] private void M(ImmutableList<List<int>> [|a|]) { }")]
    [InlineData("[Cast] private void M((int, Setter) [|a|]) { }")]
    [InlineData("[Cast] private void M(int a, System.Text.StringBuilder [|b|]) { }")]
    public Task A_message_that_can_change_is_reported(string handler) => Analyzed.Reports<MutableMessageAnalyzer>("ZHAR0009", Server(handler));

    [Theory]
    [InlineData("[Cast] private void M(string a, int b, Guid c, DateTime d, Uri e) { }")]
    [InlineData("[Cast] private void M(Message a) { }")]
    [InlineData("[Cast] private void M(ImmutableList<Message> a, ImmutableDictionary<string, int> b, IReadOnlyList<int> c) { }")]
    [InlineData("[Cast] private void M(Point a) { }")]
    [InlineData("[Cast] private void M(params int[] a) { }")]
    [InlineData("[Cast] private void M([Transfer] int[] a) { }")]
    [InlineData("[Call] private void M(Pid a, Ref b, From<int> c) { }")]
    [InlineData("[Info] private void M(Down a) { }")]
    [InlineData("[Info] private void M(object a) { }")]
    [InlineData("[Continue] private void M(List<int> a) { }")]
    [InlineData("private void Helper(List<int> a) { }")]
    public Task A_message_that_cannot_change_is_fine(string handler) => Analyzed.Reports<MutableMessageAnalyzer>("ZHAR0009", Server(handler));

    [Fact]
    public async Task The_message_says_what_can_change()
    {
        var messages = await Analyzed.Reports<MutableMessageAnalyzer>("ZHAR0009", Server("[Cast] private void M(Inside [|a|]) { }"));

        Assert.Contains("'a' is shared with the sender, and 'List<int>' can be changed in place.", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public Task Transfer_is_added() => Analyzed.Fixes<MutableMessageAnalyzer, TransferFix>(
        "ZHAR0009", Server("[Cast] private void M(int a, int[] b) { }"), Server("[Cast] private void M(int a, [Transfer] int[] b) { }"));

    [Theory]
    [InlineData("int[]", "ImmutableArray<int>")]
    [InlineData("List<int>", "ImmutableList<int>")]
    [InlineData("Dictionary<string, int>", "ImmutableDictionary<string, int>")]
    [InlineData("HashSet<int>", "ImmutableHashSet<int>")]
    [InlineData("Queue<int>", "ImmutableQueue<int>")]
    public Task A_collection_becomes_immutable(string before, string after) => Analyzed.Fixes<MutableMessageAnalyzer, ImmutableCollectionFix>(
        "ZHAR0009", Server($"[Cast] private void M({before} a) {{ }}"), Server($"[Cast] private void M({after} a) {{ }}"));

    [Fact]
    public Task A_class_has_no_immutable_counterpart() => Analyzed.OffersNothing<MutableMessageAnalyzer, ImmutableCollectionFix>(
        "ZHAR0009", Server("[Cast] private void M(Setter a) { }"));

    private static string Server(string handler) => $$"""
        public sealed class Setter { public int Value { get; set; } }
        public sealed class Field { public int Value; }
        public sealed record Inside(List<int> Items);
        public sealed record Message(string Text, ImmutableList<int> Numbers) { public int Extra { get; init; } }
        public struct Point { public int X { get; set; } }
        public sealed partial class S : GenServer<int> { private Init<int> Init() => Ok(0); {{handler}} }
        """;
}
