using Xunit;
using Zhar.Runtime;

namespace Zhar.Tests.Runtime;

/// <summary>Where the entries of the runtime's tables stand.</summary>
public sealed class OpenAddressingTests
{
    private const int Length = 1 << 14, Count = Length * 3 / 5;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1 << 20)]
    public void Numbers_in_order_stand_apart(int step) => Assert.InRange(LongestRun([.. Enumerable.Range(1, Count).Select(n => (long)n * step)], Length), 1, 100);

    [Fact]
    public void What_is_left_of_a_table_emptied_in_its_own_order_does_not_stand_together_in_the_shorter_one() =>
        Assert.InRange(LongestRun([.. InOrderOfTheTable().TakeLast(Length / 8)], Length / 2), 1, 100);

    [Fact]
    public void A_table_filled_in_the_order_of_a_longer_one_has_no_long_run() =>
        Assert.InRange(LongestRun([.. InOrderOfTheTable().Take(Length / 5)], Length / 3), 1, 100);

    private static IEnumerable<long> InOrderOfTheTable() => Enumerable.Range(1, Count).Select(static n => (long)n).OrderBy(static n => OpenAddressing.First(n, Length));

    /// <summary>The most entries without a gap, over which a removal may have to walk.</summary>
    private static int LongestRun(long[] numbers, int length)
    {
        var taken = new bool[length];
        foreach (var number in numbers)
        {
            var i = OpenAddressing.First(number, length);
            while (taken[i])
                i = OpenAddressing.Next(i, length);
            taken[i] = true;
        }

        var (run, longest) = (0, 0);
        for (var i = 0; i < 2 * length; i++) // twice, for the run that goes over the end
            longest = Math.Max(longest, run = taken[i % length] ? run + 1 : 0);
        return longest;
    }
}
