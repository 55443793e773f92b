using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Tables: who may use them, what happens to them when their owner ends, and atomic writes.</summary>
public sealed class EtsTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Fact(Timeout = Limit)]
    public async Task ETS_001()
    {
        await using var node = TestNode.Start();
        var (owner, other) = (Puppet.Start(node), Puppet.Start(node));
        var guarded = await owner.Do(() => Table.Create<string, int>());
        var hidden = await owner.Do(() => Table.Create<string, int>(new TableOptions { Protection = TableProtection.Private }));
        await owner.Do(() => guarded.Insert("k", 1));
        await owner.Do(() => hidden.Insert("k", 1));
        Action[] writes =
        [
            () => guarded.Insert("k", 2),
            () => guarded.InsertNew("l", 2),
            () => guarded.Delete("k"),
            () => guarded.DeleteObject("k", 1),
            () => guarded.Take("k"),
            () => guarded.UpdateElement("k", static v => v + 1),
            () => guarded.UpdateCounter("k", 1),
            () => guarded.SelectDelete(static (_, _) => true),
            () => guarded.Clear(),
            () => guarded.Drop(),
            () => guarded.GiveAway(Process.Self),
        ];

        foreach (var write in writes)
            await Check.ThrowsAsync<ArgumentException>(() => other.Do(write));
        Check.Equal([1], await other.Do(() => guarded.Lookup("k")));
        Check.Equal(1, await other.Do(() => guarded.Count()));
        Check.Equal([1], guarded.Lookup("k"));

        Action[] reads =
        [
            () => hidden.Lookup("k"),
            () => hidden.TryLookup("k", out _),
            () => hidden.Member("k"),
            () => hidden.Count(),
            () => hidden.Select(),
            () => hidden.Fold(0, static (n, _, _) => n),
            () => hidden.Insert("k", 2),
        ];
        foreach (var read in reads)
            await Check.ThrowsAsync<ArgumentException>(() => other.Do(read));
        Check.Equal([1], await owner.Do(() => hidden.Lookup("k")));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task ETS_002()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        var stillThere = 0;

        for (var round = 0; round < 200; round++)
        {
            var owner = Puppet.Start(node);
            var table = await owner.Do(() => Table.Create<string, int>(new TableOptions { Name = "t" }));
            stillThere += await p.SeeDie(owner, () => Table.IsNamed(Node.Current, "t") || table.Exists) ? 1 : 0;
        }

        Check.Equal(0, stillThere);
        await Check.ThrowsAsync<ArgumentException>(() => p.Do(() => Table.Find<string, int>("t")));
        Check.True(await p.Do(() => Table.Create<string, int>(new TableOptions { Name = "t" }).Exists));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task ETS_003()
    {
        await using var node = TestNode.Start();
        var (owner, heir) = (Puppet.Start(node), Puppet.Start(node));
        var table = await owner.Do(() => Table.Create<string, int>(new TableOptions { Name = "t", Heir = heir.Pid, HeirData = "gift" }));
        await owner.Do(() => table.Insert("k", 1));

        await heir.SeeDie(owner);
        var transfer = await heir.DoAsync(() => Process.Receive<TableTransfer>(TimeSpan.Zero).AsTask());

        Check.Equal(new TableTransfer(table, owner.Pid, "gift"), transfer);
        Check.Equal(heir.Pid, table.Owner);
        await heir.Do(() => table.Insert("l", 2));
        Check.Equal([1], await heir.Do(() => Table.Find<string, int>("t").Lookup("k")));
        Check.Equal(2, table.Count());
        Puppet.EndAll(node);
        Check.False(table.Exists);
    }

    [Theory(Timeout = Limit)]
    [InlineData(TableType.Set)]
    [InlineData(TableType.OrderedSet)]
    [InlineData(TableType.Bag)]
    public async Task ETS_004(TableType type)
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        var table = await p.Do(() => Table.Create<string, int>(new TableOptions { Type = type }));

        Check.True(await p.Do(() => table.InsertNew("k", 1)));
        Check.False(await p.Do(() => table.InsertNew("k", 2)));
        Check.Equal([1], await p.Do(() => table.Lookup("k")));
        Puppet.EndAll(node);
    }

    [Theory(Timeout = Limit)]
    [InlineData(TableType.Set)]
    [InlineData(TableType.OrderedSet)]
    public async Task ETS_005(TableType type)
    {
        await using var node = TestNode.Start();
        var owner = Puppet.Start(node);
        var table = await owner.Do(() => Table.Create<string, long>(new TableOptions { Type = type, Protection = TableProtection.Public }));
        await owner.Do(() => table.Insert("n", 0));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Puppet.Start(node).Do(() =>
        {
            for (var i = 0; i < 100; i++)
                table.UpdateCounter("n", 1);
        })));

        Check.Equal([10000L], table.Lookup("n"));
        await Check.ThrowsAsync<ArgumentException>(() => owner.Do(() => table.UpdateCounter("missing", 1)));
        Check.False(table.Member("missing"));
        Check.Equal(6L, await owner.Do(() => table.UpdateCounter("missing", 1, initial: 5)));
        Check.Equal([6L], table.Lookup("missing"));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task ETS_006()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        var ordered = await p.Do(() => Table.Create<object, string>(new TableOptions { Type = TableType.OrderedSet }));
        var plain = await p.Do(() => Table.Create<object, string>());

        await p.Do(() =>
        {
            foreach (var key in new object[] { 3, 1, 2.5, 2, 1.0 })
            {
                ordered.Insert(key, $"{key.GetType().Name}");
                plain.Insert(key, $"{key.GetType().Name}");
            }
        });

        Check.Equal<object>([1.0, 2, 2.5, 3], ordered.Select().Select(static e => e.Key));
        var walked = new List<object>();
        for (var more = ordered.First(out var key); more; more = ordered.Next(key!, out key))
            walked.Add(key!);
        Check.Equal<object>([1.0, 2, 2.5, 3], walked);
        Check.Equal(["Double"], ordered.Lookup(1));
        Check.Equal(4, ordered.Count());
        Check.Equal(5, plain.Count());
        Check.Equal(["Int32"], plain.Lookup(1));
        Check.Equal(["Double"], plain.Lookup(1.0));
        Puppet.EndAll(node);
    }
}
