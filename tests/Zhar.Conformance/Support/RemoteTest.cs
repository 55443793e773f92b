using Xunit;
using Zhar.Nodes;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Base of the cases whose parties are on two nodes: the test process P on <see cref="Here"/>, the others on <see cref="There"/>.</summary>
public abstract class RemoteTest(ITestOutputHelper output) : ConformanceTest(output)
{
    private TestCluster? _cluster;

    protected TestCluster Cluster => _cluster ?? throw new InvalidOperationException("The case has not been initialized.");

    protected TestNode Here => Cluster[0];

    protected TestNode There => Cluster[1];

    public override async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.Start();
        await base.InitializeAsync();
    }

    /// <summary>Ends the servers and mirrors of the case, and checks that the nodes keep nothing of each other's processes afterwards.</summary>
    public override async ValueTask DisposeAsync()
    {
        foreach (var pid in Cluster.Nodes.SelectMany(static node => node.Node.ProcessIds))
            Process.Exit(pid, ExitReason.Kill);

        // A dying process tells the other node last of all, so its signals may still be under way.
        await Eventually.True(() => Tables().All(static t => t.IsEmpty) && Cluster.Nodes.All(static n => n.Node.ProcessCount == 0));
        Check.Empty(Tables().Where(static t => !t.IsEmpty));
        Check.Empty(Cluster.Nodes.SelectMany(static n => n.Node.ProcessIds));
        await Cluster.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);

        IEnumerable<PeerTables> Tables() => new[] { Here.Node.Links.Peek(There.Node.Name), There.Node.Links.Peek(Here.Node.Name) }.OfType<PeerTables>();
    }

    /// <summary>A process on the other node that exits with the reason it is sent. A reason <c>normal</c> makes it return.</summary>
    protected Pid SpawnChild(bool trapping = false) => There.Node.Spawn(async self =>
    {
        Process.TrapExit = trapping;
        var reason = await self.Receive<ExitReason>();
        if (!reason.IsNormal)
            Process.Exit(reason);
    });

    /// <summary>A process on the other node that sends P every message it gets as <c>(pid, message)</c>.</summary>
    protected Pid SpawnMirror(Pid to, bool trapping) => There.Node.Spawn(async self =>
    {
        Process.TrapExit = trapping;
        to.Send("ready");
        while (true)
            to.Send((self.Pid, await self.Receive()));
    });

    /// <summary>Whether nothing arrives within 100 ms.</summary>
    protected static async Task<bool> IsQuiet(ProcessContext self) => await self.Receive<object>(TimeSpan.FromMilliseconds(100)) is null;

    /// <summary>Watches a process from inside its own node; completes with the reason of its death.</summary>
    protected static async Task<ExitReason> DeathOf(TestNode node, Pid pid) => await node.Run(async self =>
    {
        Process.Monitor(pid);
        return (await self.Receive<Down>()).Reason;
    });
}
