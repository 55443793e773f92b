using CsCheck;
using Xunit;
using Zhar.Runtime;
using Zhar.Testing;

namespace Zhar.Tests.Tables;

/// <summary>A table against a dictionary, one step after the other and with steps beside each other.</summary>
public sealed class TableModelTests
{
    private static readonly Gen<int> Key = Gen.Int[0, 4];

    [Theory]
    [InlineData(TableType.Set)]
    [InlineData(TableType.OrderedSet)]
    public async Task A_table_behaves_as_a_dictionary(TableType type)
    {
        await using var node = TestNode.Start();
        var owner = node.Node.Spawn(static self => self.Receive().AsTask());

        Gen.Const(0).Select(_ => (Open(owner, type), new Dictionary<int, int>())).SampleModelBased(
            Gen.Select(Key, Gen.Int).Operation<Table<int, int>, Dictionary<int, int>>(static (t, e) => t.Insert(e.Item1, e.Item2), static (m, e) => m[e.Item1] = e.Item2),
            Gen.Select(Key, Gen.Int).Operation<Table<int, int>, Dictionary<int, int>>(static (t, e) => t.InsertNew(e.Item1, e.Item2), static (m, e) => m.TryAdd(e.Item1, e.Item2)),
            Key.Operation<Table<int, int>, Dictionary<int, int>>(static (t, k) => t.Delete(k), static (m, k) => m.Remove(k)),
            Key.Operation<Table<int, int>, Dictionary<int, int>>(static (t, k) => t.UpdateCounter(k, 3, initial: 1), static (m, k) => m[k] = m.GetValueOrDefault(k, 1) + 3),
            Gen.Select(Key, Key).Operation<Table<int, int>, Dictionary<int, int>>(static (t, e) => t.DeleteObject(e.Item1, e.Item2), static (m, e) =>
            {
                if (m.TryGetValue(e.Item1, out var value) && value == e.Item2)
                    m.Remove(e.Item1);
            }),
            equal: static (table, model) => table.Count() == model.Count && Entries(table).SequenceEqual(model.OrderBy(static e => e.Key)),
            iter: 300);
    }

    [Theory]
    [InlineData(TableType.Set)]
    [InlineData(TableType.OrderedSet)]
    public async Task Steps_beside_each_other_have_the_outcome_of_some_order(TableType type)
    {
        await using var node = TestNode.Start();
        var owner = node.Node.Spawn(static self => self.Receive().AsTask());

        Gen.Const(0).Select(_ => Open(owner, type)).SampleParallel(
            Gen.Select(Key, Gen.Int[0, 9]).Operation<Table<int, int>>(static (t, e) => t.Insert(e.Item1, e.Item2)),
            Gen.Select(Key, Gen.Int[0, 9]).Operation<Table<int, int>>(static (t, e) => t.InsertNew(e.Item1, e.Item2)),
            Key.Operation<Table<int, int>>(static (t, k) => t.Delete(k)),
            Key.Operation<Table<int, int>>(static (t, k) => t.UpdateCounter(k, 1, initial: 100)),
            equal: static (a, b) => Entries(a).SequenceEqual(Entries(b)),
            iter: 200);
    }

    private static IOrderedEnumerable<KeyValuePair<int, int>> Entries(Table<int, int> table) => table.Select().OrderBy(static e => e.Key);

    private static Table<int, int> Open(Pid owner, TableType type) =>
        new(new TableOptions { Type = type, Protection = TableProtection.Public }, (ProcessCore)owner.Target!, Comparer<int>.Default);
}
