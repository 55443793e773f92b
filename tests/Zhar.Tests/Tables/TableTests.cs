using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Tables;

public sealed class TableTests
{
    [Fact]
    public async Task A_bag_keeps_different_values_in_order_and_a_duplicate_bag_all()
    {
        await using var node = TestNode.Start();

        await node.Run(_ =>
        {
            var bag = Table.Create<string, int>(new TableOptions { Type = TableType.Bag });
            var duplicates = Table.Create<string, int>(new TableOptions { Type = TableType.DuplicateBag });
            foreach (var value in new[] { 3, 1, 3 })
            {
                bag.Insert("k", value);
                duplicates.Insert("k", value);
            }

            Assert.Equal([3, 1], bag.Lookup("k"));
            Assert.Equal([3, 1, 3], duplicates.Lookup("k"));
            Assert.Equal((2, 3), (bag.Count(), duplicates.Count()));
            duplicates.DeleteObject("k", 3);
            Assert.Equal([1], duplicates.Take("k"));
            Assert.False(duplicates.Member("k"));
            Assert.Throws<ArgumentException>(() => bag.UpdateCounter("k", 1));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Given_away_a_table_belongs_to_the_receiver_and_outlives_the_giver()
    {
        await using var node = TestNode.Start();

        var (transfer, value, exists) = await node.Run(async self =>
        {
            var (giver, monitor) = Process.SpawnMonitor(async p =>
            {
                var table = Table.Create<string, int>();
                table.Insert("k", 1);
                table.GiveAway(self.Pid, "for you");
                Assert.Throws<ArgumentException>(() => table.Insert("k", 2));
                await Task.CompletedTask;
            });
            var down = await self.Receive<Down>();
            Assert.Equal((monitor, ExitReason.Normal), (down.Ref, down.Reason));
            var got = await self.Receive<TableTransfer>();
            Assert.Equal(giver, got.From);
            var table = (Table<string, int>)got.Table;
            table.Insert("l", 2);
            return (got, table.Lookup("k"), table.Exists);
        });

        Assert.Equal("for you", transfer.Data);
        Assert.Equal([1], value);
        Assert.True(exists);
    }

    [Fact]
    public async Task Giving_a_table_to_a_dead_process_fails_and_changes_nothing()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            var table = Table.Create<string, int>();
            var (dead, _) = Process.SpawnMonitor(static _ => Task.CompletedTask);
            await self.Receive<Down>();

            Assert.Throws<ArgumentException>(() => table.GiveAway(dead));
            Assert.Throws<ArgumentException>(() => table.GiveAway(self.Pid));
            table.Insert("k", 1);
            Assert.Equal(self.Pid, table.Owner);
        });
    }

    [Fact]
    public async Task A_dead_heir_inherits_nothing()
    {
        await using var node = TestNode.Start();

        var exists = await node.Run(async self =>
        {
            var (heir, _) = Process.SpawnMonitor(static _ => Task.CompletedTask);
            await self.Receive<Down>();
            Table<string, int>? table = null;
            Process.SpawnMonitor(_ =>
            {
                table = Table.Create<string, int>(new TableOptions { Name = "t", Heir = heir });
                return Task.CompletedTask;
            });
            await self.Receive<Down>();
            return table!.Exists || Table.IsNamed(self.Node, "t");
        });

        Assert.False(exists);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_errors_say_what_is_there()
    {
        await using var node = TestNode.Start();

        await node.Run(_ =>
        {
            Table.Create<string, int>(new TableOptions { Name = "t" }).Insert("k", 1);

            Assert.Throws<ArgumentException>(() => Table.Create<string, int>(new TableOptions { Name = "t" }));
            Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => Table.Find<string, long>("t")).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => Table.Find<string, int>("other"));
            Assert.Throws<ArgumentOutOfRangeException>(() => Table.Create<string, int>(new TableOptions { Type = (TableType)7 }));
            Table.Find<string, int>("t").Drop();
            Assert.Throws<ArgumentException>(() => Table.Find<string, int>("t"));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Walking_an_ordered_table_in_both_directions_also_from_keys_that_are_not_there()
    {
        await using var node = TestNode.Start();

        await node.Run(_ =>
        {
            var table = Table.Create<int, string>(new TableOptions { Type = TableType.OrderedSet });
            Assert.False(table.First(out var none));
            foreach (var key in new[] { 30, 10, 20 })
                table.Insert(key, $"{key}");

            Assert.True(table.First(out var first) && table.Last(out var last) && (first, last) == (10, 30));
            Assert.True(table.Next(10, out var next) && next == 20);
            Assert.True(table.Next(15, out next) && next == 20);
            Assert.True(table.Prev(25, out var previous) && previous == 20);
            Assert.False(table.Next(30, out next));
            Assert.False(table.Prev(10, out previous));
            Assert.Throws<ArgumentException>(() => Table.Create<int, int>().First(out none));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Keys_of_type_object_are_in_term_order()
    {
        await using var node = TestNode.Start();
        object[] expected = [double.NegativeInfinity, -1, 0.5m, 1, 1.5f, 2L, (1L << 53) + 1, "a", "b"];

        var keys = await node.Run(_ =>
        {
            var table = Table.Create<object, int>(new TableOptions { Type = TableType.OrderedSet });
            foreach (var key in expected.Reverse())
                table.Insert(key, 0);
            Assert.True(table.Member(1.0m));
            Assert.False(table.Member((double)(1L << 53)));
            return Task.FromResult(table.Select().Select(static e => e.Key).ToArray());
        });

        Assert.Equal(expected, keys);
    }

    [Fact]
    public async Task Select_works_on_a_snapshot_and_select_delete_counts()
    {
        await using var node = TestNode.Start();

        await node.Run(_ =>
        {
            var table = Table.Create<int, int>();
            for (var i = 0; i < 100; i++)
                table.Insert(i, i);

            Assert.Equal(4950, table.Fold(0, (sum, key, value) =>
            {
                table.Delete(key);
                return sum + value;
            }));
            Assert.Equal(0, table.Count());
            table.Insert(1, 1);
            table.Insert(2, 2);
            Assert.Equal(1, table.SelectDelete(static (_, value) => value > 1));
            Assert.Equal([new KeyValuePair<int, int>(1, 1)], table.Select());
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_counter_with_a_threshold_starts_over()
    {
        await using var node = TestNode.Start();

        var values = await node.Run(_ =>
        {
            var table = Table.Create<string, int>();
            return Task.FromResult(Enumerable.Range(0, 5).Select(_ => table.UpdateCounter("n", 1, initial: 0, threshold: 2, setTo: 0)).ToArray());
        });

        Assert.Equal([1, 2, 0, 1, 2], values);
    }

    [Fact]
    public async Task Code_that_goes_on_after_its_process_was_killed_cannot_write()
    {
        await using var node = TestNode.Start();
        var spinning = new TaskCompletionSource();
        var outcome = new TaskCompletionSource<Exception?>();
        var dead = false;

        var count = await node.Run(async self =>
        {
            var table = Table.Create<string, int>(new TableOptions { Protection = TableProtection.Public });
            var (pid, _) = Process.SpawnMonitor(_ =>
            {
                spinning.SetResult();
                while (!Volatile.Read(ref dead))
                {
                }

                outcome.SetResult(Record.Exception(() => table.Insert("k", 1)));
                return Task.CompletedTask;
            });
            await spinning.Task;
            Process.Exit(pid, ExitReason.Kill);
            await self.Receive<Down>();
            Volatile.Write(ref dead, true);
            await outcome.Task;
            return table.Count();
        });

        Assert.IsType<ProcessExitException>(await outcome.Task);
        Assert.Equal(0, count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Counters_add_up_on_many_threads_and_wrap(bool striped)
    {
        var counters = new Counters(3, striped);

        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                counters.Add(1, 2);
        });

        Assert.Equal((0L, 80_000L, 0L), (counters.Get(0), counters.Get(1), counters.Get(2)));
        counters.Put(1, long.MaxValue);
        counters.Add(1, 1);
        Assert.Equal(long.MinValue, counters.Get(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => counters.Get(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Counters(0, striped));
    }

    [Fact]
    public void Atomics_exchange_and_compare()
    {
        var atomics = new Atomics(1);

        Assert.Equal(5, atomics.AddGet(0, 5));
        Assert.Equal(5, atomics.CompareExchange(0, expected: 5, value: 7));
        Assert.Equal(7, atomics.CompareExchange(0, expected: 5, value: 9));
        Assert.Equal(7, atomics.Exchange(0, 1));
        Assert.Equal(1, atomics.Get(0));
    }

    [Fact]
    public async Task A_persistent_term_belongs_to_its_node()
    {
        await using var first = TestNode.Start();
        await using var second = TestNode.Start();
        PersistentTerm.Put(first.Node, "k", "value");

        Assert.Equal("value", await first.Run(static _ => Task.FromResult(PersistentTerm.Get<string>("k"))));
        Assert.False(await second.Run(static _ => Task.FromResult(PersistentTerm.TryGet<string>("k", out var value))));
        Assert.Throws<ArgumentException>(() => PersistentTerm.Get<int>(first.Node, "k"));
    }
}
