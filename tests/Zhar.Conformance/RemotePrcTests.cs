using Xunit;

namespace Zhar.Conformance;

/// <summary>The PRC cases that make sense across nodes, with the parties on two of them.</summary>
public sealed class RemotePrcTests(ITestOutputHelper output) : RemoteTest(output)
{
    [Fact(Timeout = Limit)]
    public async Task PRC_001_remote()
    {
        var child = SpawnChild();
        var (down, quiet) = await Here.Run(async self =>
        {
            Process.Link(child);
            Process.Monitor(child);
            child.Send(ExitReason.Normal);
            return (await self.Receive<Down>(), await IsQuiet(self));
        });

        Check.Equal(ExitReason.Normal, down.Reason);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_002_remote()
    {
        var child = SpawnChild();
        var (exit, quiet) = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            Process.Link(child);
            child.Send(ExitReason.Normal);
            return (await self.Receive<Exit>(), await IsQuiet(self));
        });

        Check.Equal(new Exit(child, ExitReason.Normal), exit);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_003_remote()
    {
        var child = SpawnChild();
        var reason = await Here.Run(async self =>
        {
            var (_, monitor) = Process.SpawnMonitor(async p =>
            {
                Process.Link(child);
                child.Send(ExitReason.Of("boom"));
                await p.Receive();
            });
            return (await self.Receive<Down>(d => d.Ref == monitor)).Reason;
        });

        Check.Equal("boom", reason);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_004_remote()
    {
        var child = SpawnChild();
        var (exit, alive) = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            Process.Link(child);
            child.Send(ExitReason.Of("boom"));
            return (await self.Receive<Exit>(), Process.IsAlive(self.Pid));
        });

        Check.Equal(new Exit(child, "boom"), exit);
        Check.True(alive);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_005_remote()
    {
        var (self, got) = await Here.Run(async self =>
        {
            var q = SpawnMirror(self.Pid, trapping: true);
            await self.Receive<string>();
            Process.Exit(q, "stop");
            var (_, message) = await self.Receive<(Pid, object)>();
            return (self.Pid, message);
        });

        Check.Equal(new Exit(self, "stop"), got);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_006_remote()
    {
        var (reason, quiet) = await Here.Run(async self =>
        {
            var q = SpawnMirror(self.Pid, trapping: true);
            await self.Receive<string>();
            Process.Monitor(q);
            Process.Exit(q, ExitReason.Kill);
            return ((await self.Receive<Down>()).Reason, await IsQuiet(self));
        });

        Check.Equal(ExitReason.Killed, reason);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_007_remote()
    {
        var answers = await Here.Run(async self =>
        {
            var q = SpawnMirror(self.Pid, trapping: false);
            await self.Receive<string>();
            Process.Exit(q, ExitReason.Normal);
            q.Send("after");
            var (_, message) = await self.Receive<(Pid, object)>();
            return (message, await IsQuiet(self));
        });

        Check.Equal(("after", true), answers);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_008_remote()
    {
        var (self, got) = await Here.Run(async self =>
        {
            var q = SpawnMirror(self.Pid, trapping: true);
            await self.Receive<string>();
            Process.Exit(q, ExitReason.Normal);
            var (_, message) = await self.Receive<(Pid, object)>();
            return (self.Pid, message);
        });

        Check.Equal(new Exit(self, ExitReason.Normal), got);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_010_remote()
    {
        // A and C here, B there between them.
        var reasons = await Here.Run(async self =>
        {
            var (c, cDown) = Process.SpawnMonitor(async p => Process.Exit(await p.Receive<ExitReason>()));
            var b = There.Node.Spawn(async p =>
            {
                Process.Link(c);
                (await p.Receive<Pid>()).Send("linked");
                await p.Receive();
            });
            var bDown = Process.Monitor(b);
            var (_, aDown) = Process.SpawnMonitor(async p =>
            {
                Process.Link(b);
                b.Send(p.Pid);
                await p.Receive<string>();
                c.Send(ExitReason.Of("boom"));
                await p.Receive();
            });
            return new[]
            {
                (await self.Receive<Down>(d => d.Ref == cDown)).Reason,
                (await self.Receive<Down>(d => d.Ref == bDown)).Reason,
                (await self.Receive<Down>(d => d.Ref == aDown)).Reason,
            };
        });

        Check.Equal<ExitReason>(["boom", "boom", "boom"], reasons);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_011_remote()
    {
        var (exit, quiet) = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            var p = self.Pid;

            // Three times from both sides, so that link signals cross.
            var child = There.Node.Spawn(async c =>
            {
                for (var i = 0; i < 3; i++)
                    Process.Link(p);
                Process.Exit(await c.Receive<ExitReason>());
            });
            for (var i = 0; i < 3; i++)
                Process.Link(child);
            child.Send(ExitReason.Of("boom"));
            return (await self.Receive<Exit>(), await IsQuiet(self));
        });

        Check.Equal("boom", exit.Reason);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_012_remote()
    {
        var child = SpawnChild();
        var (down, quiet) = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            Process.Link(child);
            Process.Unlink(child);
            Process.Monitor(child);
            child.Send(ExitReason.Of("boom"));
            return (await self.Receive<Down>(), await IsQuiet(self));
        });

        Check.Equal("boom", down.Reason);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_013_remote()
    {
        var child = SpawnChild();
        var (monitor, down) = await Here.Run(async self =>
        {
            var monitor = Process.Monitor(child);
            child.Send(ExitReason.Of("boom"));
            return (monitor, await self.Receive<Down>());
        });

        Check.Equal(new Down(monitor, child, "boom"), down);
        Check.Equal(There.Node.Name, down.Node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_014_remote()
    {
        var child = SpawnChild();
        var watching = DeathOf(There, child);
        child.Send(ExitReason.Normal);
        await watching;

        var down = await Here.Run(async self =>
        {
            Process.Monitor(child);
            return await self.Receive<Down>();
        });

        Check.Equal(ExitReason.NoProc, down.Reason);
        Check.Equal(child, down.Pid);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_015_remote()
    {
        var child = SpawnChild();
        var (refs, downs, quiet) = await Here.Run(async self =>
        {
            MonitorRef[] refs = [Process.Monitor(child), Process.Monitor(child), Process.Monitor(child)];
            child.Send(ExitReason.Normal);
            Down[] downs = [await self.Receive<Down>(), await self.Receive<Down>(), await self.Receive<Down>()];
            return (refs, downs, await IsQuiet(self));
        });

        Check.Equal(3, downs.Select(d => d.Ref).Distinct().Count());
        Check.Empty(downs.Select(d => d.Ref).Except(refs));
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_016_remote()
    {
        var child = SpawnChild();
        var (active, again, quiet) = await Here.Run(async self =>
        {
            var monitor = Process.Monitor(child);
            var active = Process.Demonitor(monitor);
            var again = Process.Demonitor(monitor);
            var death = DeathOf(There, child);
            child.Send(ExitReason.Of("boom"));
            await death;
            return (active, again, await IsQuiet(self));
        });

        Check.True(active);
        Check.False(again);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_017_remote()
    {
        var reason = await Here.Run(async self =>
        {
            var child = There.Node.Spawn(async c =>
            {
                await c.Receive();
                throw new InvalidOperationException("broken");
            });
            Process.Monitor(child);
            child.Send("go");
            return (await self.Receive<Down>()).Reason;
        });

        Check.Equal("error", reason.Tag);
        Check.IsType<InvalidOperationException>(reason.Exception);
        Check.NotNull(reason.Exception?.StackTrace);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_018_remote()
    {
        var child = SpawnChild();
        var reason = await Here.Run(async self =>
        {
            Process.Monitor(child);
            child.Send(ExitReason.Normal);
            return (await self.Receive<Down>()).Reason;
        });

        Check.Equal(ExitReason.Normal, reason);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_019_remote()
    {
        // The link is made by hand, as nothing is spawned across nodes: each gives exactly one EXIT, with the error or with noproc.
        var (exits, quiet) = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            var exits = new List<Exit>();
            for (var i = 0; i < 1000; i++)
            {
                var child = There.Node.Spawn(static _ => throw new InvalidOperationException("at once"));
                Process.Link(child);
                exits.Add(await self.Receive<Exit>(e => e.From == child));
            }

            return (exits, await IsQuiet(self));
        });

        Check.Equal(1000, exits.Count);
        Check.True(exits.TrueForAll(static e => e.Reason.Tag is "error" or "noproc"));
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_020_remote()
    {
        var got = await Here.Run(async self =>
        {
            var p = self.Pid;
            There.Node.Spawn(_ =>
            {
                for (var i = 0; i < 100; i++)
                    p.Send(i);
                return Task.CompletedTask;
            });
            var got = new List<int>();
            while (got.Count < 100)
                got.Add(await self.Receive<int>());
            return got;
        });

        Check.Equal(Enumerable.Range(0, 100), got);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_023_remote()
    {
        var (first, off, again, quiet) = await Here.Run(async self =>
        {
            var alias = Process.Alias();
            var sender = There.Node.Spawn(async s =>
            {
                while (true)
                    (await s.Receive<Pid>()).Send("through");
            });
            sender.Send(alias.Pid);
            var first = await self.Receive<string>();
            var off = Process.Unalias(alias);
            sender.Send(alias.Pid);
            return (first, off, Process.Unalias(alias), await IsQuiet(self));
        });

        Check.Equal("through", first);
        Check.True(off);
        Check.False(again);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task NAM_005_remote()
    {
        var (monitor, down) = await Here.Run(async self =>
        {
            var monitor = Process.Monitor(ServerRef.On(There.Node.Name, "nobody"));
            return (monitor, await self.Receive<Down>());
        });

        Check.Same(monitor, down.Ref);
        Check.Equal((ServerName.Of("nobody"), There.Node.Name, ExitReason.NoProc), (down.Name, down.Node, down.Reason));
    }

    [Fact(Timeout = Limit)]
    public async Task Remote_monitors_and_links_hear_of_a_lost_connection_once()
    {
        var child = SpawnChild(trapping: true);
        var (exit, down, nodeDown, quiet) = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            Here.Node.MonitorNodes();
            Process.Link(child);
            Process.Monitor(child);
            await Cluster.Cut(Here, There);

            // In the order they came: the node is told last.
            return ((Exit)await self.Receive(), (Down)await self.Receive(), (NodeDown)await self.Receive(), await IsQuiet(self));
        });

        Check.Equal(new Exit(child, ExitReason.NoConnection), exit);
        Check.Equal(ExitReason.NoConnection, down.Reason);
        Check.Equal(There.Node.Name, nodeDown.Node);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task Remote_links_and_monitors_without_a_connection_hear_noconnection_at_once()
    {
        var child = SpawnChild();
        await Cluster.Cut(Here, There);
        var (exit, down, dies) = await Here.Run(async self =>
        {
            var (_, monitor) = Process.SpawnMonitor(async p =>
            {
                Process.Link(child);
                await p.Receive();
            });
            var dies = (await self.Receive<Down>(d => d.Ref == monitor)).Reason;
            Process.TrapExit = true;
            Process.Link(child);
            var exit = await self.Receive<Exit>();
            Process.Monitor(child);
            return (exit, await self.Receive<Down>(), dies);
        });

        Check.Equal(new Exit(child, ExitReason.NoConnection), exit);
        Check.Equal(ExitReason.NoConnection, down.Reason);
        Check.Equal(ExitReason.NoConnection, dies);
    }
}
