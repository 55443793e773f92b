using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Local names.</summary>
public sealed partial class NamTests(ITestOutputHelper output) : ProcessConformanceTest(output)
{
    private readonly TestNode _node = TestNode.Start();

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_001()
    {
        var (owner, fault, self) = await _node.Run(async p =>
        {
            Process.Register("stock");
            var (_, monitor) = Process.SpawnMonitor(_ =>
            {
                Process.Register("stock");
                return Task.CompletedTask;
            });
            var down = await p.Receive<Down>(monitor);
            return (Process.WhereIs("stock"), down.Reason.Exception, p.Pid);
        });

        Check.IsType<ArgumentException>(fault);
        Check.Contains("'stock'", fault?.Message);
        Check.Equal(self, owner);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_002()
    {
        var (fault, first, second) = await _node.Run(p =>
        {
            Process.Register("one");
            var e = Assert.Throws<ArgumentException>(() => Process.Register("two"));
            return Task.FromResult((e, Process.WhereIs("one") == p.Pid, Process.WhereIs("two").IsNone));
        });

        Check.Contains("'one'", fault.Message);
        Check.True(first);
        Check.True(second);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_003()
    {
        var misses = await _node.Run(async p =>
        {
            var wrong = 0;
            for (var i = 0; i < 1000; i++)
            {
                var (pid, monitor) = Process.SpawnMonitor(async c =>
                {
                    Process.Register("fleeting");
                    await ExitsOnDemand(c);
                });
                pid.Send("done");
                await p.Receive<Down>(monitor);
                if (!Process.WhereIs("fleeting").IsNone)
                    wrong++;
                Process.Register("fleeting");
                Process.Unregister("fleeting");
            }

            return wrong;
        });

        Check.Equal(0, misses);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_004()
    {
        var fault = await _node.Run(_ =>
        {
            var e = Assert.Throws<ArgumentException>(() => Process.Send("nobody", "hello"));
            new Echo.Ref("nobody").Note("hello");
            return Task.FromResult(e);
        });

        Check.Contains("'nobody'", fault.Message);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_005()
    {
        var (monitor, down) = await _node.Run(async p =>
        {
            var reference = Process.Monitor("nobody");
            return (reference, await p.Receive<Down>(TimeSpan.Zero));
        });

        Check.NotNull(down);
        Check.Same(monitor, down.Ref);
        Check.Equal(ServerName.Of("nobody"), down.Name);
        Check.Equal(_node.Node.Name, down.Node);
        Check.Equal(ExitReason.NoProc, down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_006()
    {
        var registry = new CountingRegistry();
        var name = ServerName.Via(registry, ("stock", 1));

        var (reply, resolved) = await _node.Run(async _ =>
        {
            await Echo.Start(name: name);
            var echo = new Echo.Ref(name);
            var answer = await echo.Say("hello");
            var found = registry.WhereisName(("stock", 1));
            await GenServer.Stop(echo.Address);
            return (answer, found);
        });

        Check.Equal("hello", reply);
        Check.False(resolved.IsNone);
        Check.Equal(1, registry.Registered);
        Check.True(registry.Asked > 1);
        Check.Equal(1, registry.Unregistered);
        Check.True(registry.WhereisName(("stock", 1)).IsNone);
        await CheckNothingIsLeft(_node);
    }

    private sealed class CountingRegistry : INameRegistry
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<object, Pid> _names = [];

        public int Registered { get; private set; }

        public int Unregistered { get; private set; }

        public int Asked { get; private set; }

        public bool RegisterName(object key, Pid pid)
        {
            lock (_gate)
            {
                Registered++;
                return _names.TryAdd(key, pid);
            }
        }

        public void UnregisterName(object key)
        {
            lock (_gate)
            {
                Unregistered++;
                _names.Remove(key);
            }
        }

        public Pid WhereisName(object key)
        {
            lock (_gate)
            {
                Asked++;
                return _names.GetValueOrDefault(key);
            }
        }
    }

    internal sealed partial class Echo : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private string Say(string text) => text;

        [Cast]
        private void Note(string text) => State += text.Length;
    }
}
