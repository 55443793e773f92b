using Xunit;
using Zhar.Runtime;

namespace Zhar.Tests.Registries;

public sealed class SlotMapTests
{
    [Fact]
    public void Entries_come_and_go_on_many_threads_and_none_is_lost_or_left()
    {
        var map = new SlotMap<int, Item>();
        var stay = new Item[4, 500];
        var readers = 0L;

        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 500; i++)
            {
                var passing = new Item(-1);
                stay[thread, i] = new Item((thread * 500) + i);
                map.Add(i % 3, passing);
                map.Add(i % 3, stay[thread, i]);
                foreach (var seen in map[i % 3])
                    readers += seen.Number >= 0 ? 1 : 0;
                Assert.True(map.Remove(i % 3, passing));
                Assert.False(map.Remove(i % 3, passing));
            }
        });

        Assert.Equal(Enumerable.Range(0, 2000), map.All().Select(static e => e.Number).Order());
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 500; i++)
                Assert.True(map.Remove(i % 3, stay[thread, i]));
        });
        Assert.Equal(0, map.KeyCount);
        Assert.True(readers > 0);
    }

    [Fact]
    public void Order_survives_the_removal_of_most_entries()
    {
        var map = new SlotMap<string, Item>();
        var items = Enumerable.Range(0, 1000).Select(static i => new Item(i)).ToArray();
        foreach (var item in items)
            map.Add("k", item);

        foreach (var item in items.Where(static i => i.Number % 100 != 0))
            Assert.True(map.Remove("k", item));

        Assert.Equal([0, 100, 200, 300, 400, 500, 600, 700, 800, 900], map["k"].Select(static i => i.Number));
    }

    private sealed class Item(int number) : SlotEntry
    {
        internal int Number => number;
    }
}
