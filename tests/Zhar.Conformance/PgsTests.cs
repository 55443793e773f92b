using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Process groups: joining, leaving, dying and watching.</summary>
public sealed class PgsTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly ProcessGroups Groups = new("groups");

    [Fact(Timeout = Limit)]
    public async Task PGS_001()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Groups.StartLink().AsTask());
        await p.Do(() => Groups.Join("g"));
        await p.Do(() => Groups.Join("g"));

        Check.True(await p.Do(() => Groups.Leave("g")));
        Check.Equal([p.Pid], await p.Do(() => Groups.Members("g")));
        Check.True(await p.Do(() => Groups.Leave("g")));
        Check.Empty(await p.Do(() => Groups.Members("g")));
        Check.Empty(await p.Do(() => Groups.WhichGroups()));
        Check.False(await p.Do(() => Groups.Leave("g")));
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task PGS_002()
    {
        await using var node = TestNode.Start();
        var (p, q) = (Puppet.Start(node), Puppet.Start(node));
        await p.DoAsync(() => Groups.StartLink().AsTask());
        await q.Do(() => Groups.Join("g"));
        var (monitor, before) = await p.Do(() => Groups.Monitor("g"));

        var after = await p.SeeDie(q, () => Groups.Members("g"));
        var leave = await p.DoAsync(() => Process.Receive<GroupLeave>(TimeSpan.Zero).AsTask());

        Check.Equal([q.Pid], before);
        Check.Empty(after);
        Check.Same(monitor, leave?.Ref);
        Check.Equal<object?>("g", leave?.Group);
        Check.Equal([q.Pid], leave?.Pids ?? []);
        Puppet.EndAll(node);
    }

    [Fact(Timeout = Limit)]
    public async Task PGS_003()
    {
        await using var node = TestNode.Start();
        var p = Puppet.Start(node);
        await p.DoAsync(() => Groups.StartLink().AsTask());
        var puppets = Enumerable.Range(0, 200).Select(_ => Puppet.Start(node)).ToList();

        // The monitor is set while members are joining: each is in the list or in a notice, and never in both.
        var joining = Task.WhenAll(puppets.Select(q => q.Do(() => Groups.Join("g"))));
        var (monitor, members) = await p.Do(() => Groups.Monitor("g"));
        await joining;
        var notices = await p.DoAsync(async () =>
        {
            var seen = new List<GroupJoin>();
            while (await Process.Receive<GroupJoin>(TimeSpan.Zero) is { } join)
                seen.Add(join);
            return seen;
        });

        Check.True(notices.All(n => n.Ref == monitor && n.Group.Equals("g") && n.Pids.Count == 1));
        Check.Equal(puppets.Select(static q => q.Pid.Number).Order(), members.Concat(notices.SelectMany(static n => n.Pids)).Select(static pid => pid.Number).Order());
        Puppet.EndAll(node);
    }
}
