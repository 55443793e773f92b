using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Registry: names, topics, and what happens to entries when processes die.</summary>
public sealed partial class RegTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly Registry<string, int> Names = Registry.Unique<string, int>("names");
    private static readonly Registry<string, int> Topics = Registry.Duplicate<string, int>("topics");

    [Fact(Timeout = Limit)]
    public async Task REG_001()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Names.StartLink().AsTask());

        var registered = await p.Do(() => Names.Register("k", 7));

        Check.True(registered.IsOk);
        Check.Equal([new RegistryEntry<int>(p.Pid, 7)], await p.Do(() => Names.Lookup("k")));
        Check.Equal(["k"], await p.Do(() => Names.Keys(p.Pid)));
        Check.Equal(1L, await p.Do(() => Names.Count()));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_002()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        await p.DoAsync(() => Names.StartLink().AsTask());
        await p.Do(() => Names.Register("k", 1));

        var second = await q.Do(() => Names.Register("k", 2));
        var again = await p.Do(() => Names.Register("k", 3));

        var expected = new Error<Pid>(ExitReason.Of("already_registered", p.Pid));
        Check.Equal<Result<Pid>>(expected, second);
        Check.Equal<Result<Pid>>(expected, again);
        Check.Equal([new RegistryEntry<int>(p.Pid, 1)], await q.Do(() => Names.Lookup("k")));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_003()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Names.StartLink().AsTask());
        var (seen, registered) = (0, 0);

        for (var round = 0; round < 300; round++)
        {
            var q = Puppet.Start(node);
            await q.Do(() => Names.Register("k", 1));
            var (entries, mine) = await p.SeeDie(q, () =>
            {
                var found = Names.Lookup("k").Count;
                var result = Names.Register("k", 2).IsOk;
                Names.Unregister("k");
                return (found, result);
            });
            seen += entries;
            registered += mine ? 1 : 0;
        }

        Check.Equal(0, seen);
        Check.Equal(300, registered);
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_004()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        await p.DoAsync(() => Topics.StartLink().AsTask());

        await p.Do(() => Topics.Register("k", 1));
        await p.Do(() => Topics.Register("k", 2));
        await q.Do(() => Topics.Register("k", 1));

        Check.Equal([new(p.Pid, 1), new(p.Pid, 2), new(q.Pid, 1)], await p.Do(() => Topics.Lookup("k")));
        await p.Do(() => Topics.Unregister("k"));
        Check.Equal([new RegistryEntry<int>(q.Pid, 1)], await p.Do(() => Topics.Lookup("k")));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_005()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Names.StartLink().AsTask());

        var echo = await p.DoAsync(() => Echo.Start("a", name: Names.Via("room", 42)).AsTask());
        var reply = await p.DoAsync(() => Echo.Ref.At(Names.Via("room")).Say("hello").AsTask());
        var second = await p.DoAsync(() => Echo.TryStart("b", name: Names.Via("room", 43)).AsTask());

        Check.Equal("a: hello", reply);
        Check.Equal([new RegistryEntry<int>(echo.Address.Pid, 42)], await p.Do(() => Names.Lookup("room")));
        Check.Equal(echo.Address.Pid, Check.IsType<StartFailed>(second).AlreadyStarted);
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_006()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Topics.StartLink().AsTask());

        await Check.ThrowsAsync<ArgumentException>(() => p.Do(() => Topics.Via("k")));
        await Check.ThrowsAsync<ArgumentException>(() => p.Do(() => ((INameRegistry)Topics).WhereisName("k")));
        var start = await p.DoAsync(() => Echo.TryStart("a", name: ServerName.Via(Topics, "k")).AsTask());

        Check.IsType<ArgumentException>(Check.IsType<StartFailed>(start).Reason.Exception);
        Check.Equal(0L, await p.Do(() => Topics.Count()));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_007()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        var registry = Registry.Define(new RegistryOptions { Name = "any", Keys = RegistryKeys.Unique });
        await p.DoAsync(() => registry.StartLink().AsTask());

        Check.True((await p.Do(() => registry.Register(1, "whole"))).IsOk);
        Check.True((await q.Do(() => registry.Register(1.0, "floating"))).IsOk);

        Check.Equal([new RegistryEntry<object?>(p.Pid, "whole")], await p.Do(() => registry.Lookup(1)));
        Check.Equal([new RegistryEntry<object?>(q.Pid, "floating")], await p.Do(() => registry.Lookup(1.0)));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_008()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        await p.DoAsync(() => Names.StartLink().AsTask());
        await p.DoAsync(() => Topics.StartLink().AsTask());
        await p.Do(() => Names.Register("k", 1));
        await p.Do(() => Topics.Register("k", 1));

        var own = await p.Do(() => Names.UpdateValue("k", static v => v + 1));
        var foreign = await q.Do(() => Names.UpdateValue("k", static v => v + 1));
        var unknown = await p.Do(() => Names.UpdateValue("other", static v => v + 1));

        Check.Equal(new ValueChange<int>(2, 1), Check.IsType<Ok<ValueChange<int>>>(own).Value);
        Check.False(foreign.IsOk);
        Check.False(unknown.IsOk);
        Check.Equal(2, (await p.Do(() => Names.Lookup("k")))[0].Value);
        await Check.ThrowsAsync<ArgumentException>(() => p.Do(() => Topics.UpdateValue("k", static v => v + 1)));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_009()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        await p.DoAsync(() => Topics.StartLink().AsTask());
        await p.Do(() => Topics.Register("k", 1));
        await q.Do(() => Topics.Register("k", 2));

        var calls = new List<RegistryEntry<int>[]>();
        var caller = default(Pid);
        await q.Do(() => Topics.Dispatch("k", entries =>
        {
            calls.Add([.. entries]);
            caller = Process.Self;
        }));
        await q.Do(() => Topics.Dispatch("unknown", entries => calls.Add([.. entries])));

        Check.Equal([new(p.Pid, 1), new(q.Pid, 2)], Check.Single(calls));
        Check.Equal(q.Pid, caller);
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_010()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        var registry = Registry.Duplicate<string, (int Number, string Letter)>("pairs");
        await p.DoAsync(() => registry.StartLink().AsTask());
        await p.Do(() => registry.Register("k", (1, "a")));
        await p.Do(() => registry.Register("k", (2, "b")));

        Check.Equal([new(p.Pid, (1, "a"))], await p.Do(() => registry.Match("k", static v => v.Number == 1)));
        await p.Do(() => registry.UnregisterMatch("k", static v => v.Number == 1));
        Check.Equal([new(p.Pid, (2, "b"))], await p.Do(() => registry.Lookup("k")));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_011()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        var registry = new Registry<string, int>(new RegistryOptions { Name = "heard", Keys = RegistryKeys.Unique, Listeners = ["listener"] });
        await p.Do(() => Process.Register("listener"));
        await p.DoAsync(() => registry.StartLink().AsTask());

        await q.Do(() => registry.Register("k", 5));
        await q.Do(() => registry.Unregister("k"));

        var first = await p.DoAsync(() => Process.Receive<object>(TimeSpan.FromSeconds(5), static m => m is KeyRegistered or KeyUnregistered).AsTask());
        var second = await p.DoAsync(() => Process.Receive<object>(TimeSpan.FromSeconds(5), static m => m is KeyRegistered or KeyUnregistered).AsTask());
        Check.Equal<object?>(new KeyRegistered("heard", "k", q.Pid, 5), first);
        Check.Equal<object?>(new KeyUnregistered("heard", "k", q.Pid), second);
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_012()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Names.StartLink().AsTask());

        await p.Do(() => Names.PutMeta("m", 9));
        var (found, value) = await p.Do(() => (Names.TryGetMeta("m", out var v), v));
        await p.Do(() => Names.DeleteMeta("m"));
        var foundAfter = await p.Do(() => Names.TryGetMeta("m", out _));

        Check.True(found);
        Check.Equal<object?>(9, value);
        Check.False(foundAfter);
        Puppet.EndAll(node);
    }

    [Theory(Timeout = Limit)]
    [InlineData(RegistryKeys.Unique)]
    [InlineData(RegistryKeys.Duplicate)]
    [InlineData(RegistryKeys.DuplicateByKey)]
    public async Task REG_013(RegistryKeys keys)
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        var registry = new Registry<int, int>(new RegistryOptions { Name = "many", Keys = keys, Partitions = 8 });
        await p.DoAsync(() => registry.StartLink().AsTask());
        var puppets = Enumerable.Range(0, 100).Select(_ => Puppet.Start(node)).ToList();

        await Task.WhenAll(puppets.Select((q, i) => q.Do(() =>
        {
            for (var k = 0; k < 10; k++)
                registry.Register((i * 10) + k, i);
        })));
        var count = await p.Do(() => registry.Count());
        var found = await p.Do(() => Enumerable.Range(0, 1000).Sum(k => registry.Lookup(k).Count));
        await Task.WhenAll(puppets.Select(q => p.SeeDie(q)));

        Check.Equal(1000L, count);
        Check.Equal(1000, found);
        Check.Equal(0L, await p.Do(() => registry.Count()));
        Check.Empty(await p.Do(() => registry.Select()));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task REG_014()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        Action[] calls =
        [
            () => Names.Register("k", 1),
            () => Names.Unregister("k"),
            () => Names.UnregisterMatch("k", static _ => true),
            () => Names.UpdateValue("k", static v => v),
            () => Names.Lookup("k"),
            () => Names.TryLookup("k", out _),
            () => Names.Match("k", static _ => true),
            () => Names.WhereIs("k"),
            () => Names.Select(),
            () => Names.Keys(Process.Self),
            () => Names.Values("k", Process.Self),
            () => Names.Count(),
            () => Names.CountMatch("k", static _ => true),
            () => Names.CountSelect(static _ => true),
            () => Names.Dispatch("k", static _ => { }),
            () => Names.PutMeta("m", 1),
            () => Names.TryGetMeta("m", out _),
            () => Names.DeleteMeta("m"),
        ];

        foreach (var call in calls)
        {
            var error = await Check.ThrowsAsync<ArgumentException>(() => p.Do(call));
            Check.Contains("'names'", error.Message);
        }

        await Check.ThrowsAsync<ArgumentException>(() => p.DoAsync(() => Names.Lock("k", () => Task.FromResult(1)).AsTask()));
        Puppet.EndAll(node);
    }

    [Fact]
    public void REG_015()
    {
        Check.Throws<ArgumentException>(() => new Registry<string, int>(new RegistryOptions { Name = "x" }));
        Check.Throws<ArgumentException>(() => new Registry<string, int>(new RegistryOptions { Name = "x", Keys = (RegistryKeys)9 }));
        Check.Throws<ArgumentException>(() => new Registry<string, int>(new RegistryOptions { Keys = RegistryKeys.Unique }));
        Check.Throws<ArgumentOutOfRangeException>(() => new Registry<string, int>(new RegistryOptions { Name = "x", Keys = RegistryKeys.Unique, Partitions = 0 }));
        Check.Throws<ArgumentException>(() => Registry.Child(new RegistryOptions { Name = "x" }));
        Check.Equal("x", Registry.Child(new RegistryOptions { Name = "x", Keys = RegistryKeys.Unique }).Id);
    }

    internal sealed partial class Echo : GenServer<string>
    {
        private Init<string> Init(string prefix) => Ok(prefix);

        [Call]
        private string Say(string text) => $"{State}: {text}";
    }
}
