namespace Zhar.Dashboard.Tests;

public sealed class StateSizeTests
{
    [Fact]
    public void A_string_and_an_array_have_the_size_of_what_is_in_them()
    {
        Assert.Equal(40, StateSize.Of("12345678", 10).Bytes); // 16 + 6 + 2 * 8, in steps of 8
        Assert.Equal(24 + 1000, StateSize.Of(new byte[1000], 10).Bytes);
        Assert.Equal(4, StateSize.Of(7, 10).Bytes);
    }

    [Fact]
    public void What_is_reached_counts_once()
    {
        var text = new string('x', 1_000);

        var once = StateSize.Of(new[] { text }, 100).Bytes;
        var twice = StateSize.Of(new[] { text, text }, 100).Bytes;

        Assert.InRange(once, 2_000, 2_100);
        Assert.Equal(8, twice - once);
    }

    [Fact]
    public void Circles_end_and_bounds_hold()
    {
        var circle = new List<object>();
        circle.Add(circle);
        Assert.False(StateSize.Of(circle, 100).IsPart);

        var many = Enumerable.Range(0, 1_000).Select(static i => new string('x', i)).ToList();
        Assert.True(StateSize.Of(many, 100).IsPart);
        Assert.StartsWith("> ", StateSize.Of(many, 100).ToString(), StringComparison.Ordinal);
        Assert.False(StateSize.Of(many, 2_000).IsPart);
    }

    [Fact]
    public async Task Processes_and_types_are_no_part_of_a_state()
    {
        await using var node = Node.Start();
        var pid = node.Spawn(static _ => Task.CompletedTask);

        Assert.InRange(StateSize.Of(new Held(pid, typeof(string), node), 1_000).Bytes, 30, 100);
    }

    private sealed record Held(Pid Pid, Type Type, Node Node);
}
