namespace Zhar.Dashboard.Tests;

public sealed class StateTextTests
{
    private static readonly string[] Secrets = ["password", "token"];

    public sealed record Account(string Name, string Password, IReadOnlyList<Account> Friends);

    [Fact]
    public void Records_are_shown_by_their_members_and_lists_by_their_items() => Assert.Equal("""
        StateTextTests+Account {
          Name = "ada"
          Password = [FILTERED]
          Friends = List<Account> (1) [
            StateTextTests+Account {
              Name = "grace"
              Password = [FILTERED]
              Friends = StateTextTests+Account[] (0) []
            }
          ]
        }
        """, Text(new Account("ada", "x", new List<Account> { new("grace", "y", []) { Friends = Array.Empty<Account>() } })));

    [Theory]
    [InlineData(null, "null")]
    [InlineData(7, "7")]
    [InlineData(1.5, "1.5")]
    [InlineData(true, "True")]
    [InlineData("a\"b", "\"a\"b\"")]
    public void Simple_values_are_shown_as_they_are(object? value, string text) => Assert.Equal(text, Text(value));

    [Fact]
    public void A_text_of_ones_own_is_kept() => Assert.Equal("mine", Text(new WithText("never shown")));

    [Fact]
    public void A_member_that_throws_is_named_and_nothing_more() => Assert.Equal("StateTextTests+Broken {\n  Good = 1\n  Bad = (InvalidOperationException while it was read)\n}", Text(new Broken(1)));

    [Fact]
    public void A_huge_state_is_cut()
    {
        var text = Text(Enumerable.Range(0, 100_000).Select(static i => new string('x', 5_000)).Take(40).ToList());

        Assert.InRange(text.Length, StateText.MaxText, StateText.MaxText + 100);
        Assert.EndsWith("… (the rest is left out)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Endless_and_circular_states_end()
    {
        var circle = new List<object>();
        circle.Add(circle);

        Assert.InRange(Text(circle).Length, 10, 2_000);
        Assert.InRange(Text(Endless()).Length, 10, 2_000);
        static IEnumerable<int> Endless()
        {
            while (true)
                yield return 1;
        }
    }

    private static string Text(object? value) => StateText.Of(value, Secrets);

    private sealed record WithText(string Hidden)
    {
        public override string ToString() => "mine";
    }

    private sealed record Broken(int Good)
    {
        public int Bad => throw new InvalidOperationException();
    }
}
