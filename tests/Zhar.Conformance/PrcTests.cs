using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Processes, signals, links and monitors.</summary>
public sealed class PrcTests(ITestOutputHelper output) : ProcessConformanceTest(output)
{
    private readonly TestNode _node = TestNode.Start();

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_001()
    {
        var (reason, quiet) = await _node.Run(async self =>
        {
            var child = Process.SpawnLink(ExitsOnDemand);
            var monitor = Process.Monitor(child);
            child.Send("normal");
            var down = await self.Receive<Down>(monitor);
            return (down.Reason, await IsQuiet(self));
        });

        Check.Equal(ExitReason.Normal, reason);
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_002()
    {
        var (child, exit, quiet) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var pid = Process.SpawnLink(Exits(ExitReason.Normal));
            return (pid, await self.Receive<Exit>(), await IsQuiet(self));
        });

        Check.Equal(new Exit(child, ExitReason.Normal), exit);
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_003()
    {
        var down = await _node.Run(async self =>
        {
            var (_, monitor) = Process.SpawnMonitor(async p =>
            {
                Process.SpawnLink(Exits("boom"));
                await Waits(p);
            });
            return await self.Receive<Down>(monitor);
        });

        Check.Equal("boom", down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_004()
    {
        var (child, exit, answer) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var pid = Process.SpawnLink(Exits("boom"));
            var got = await self.Receive<Exit>();
            self.Pid.Send("alive");
            return (pid, got, await self.Receive<string>());
        });

        Check.Equal(new Exit(child, "boom"), exit);
        Check.Equal("alive", answer);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_005()
    {
        var (sender, exit) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var target = self.Pid;
            var pid = Process.Spawn(_ =>
            {
                Process.Exit(target, "stop");
                return Task.CompletedTask;
            });
            return (pid, await self.Receive<Exit>());
        });

        Check.Equal(new Exit(sender, "stop"), exit);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_006()
    {
        var sawMessage = false;
        var down = await _node.Run(async self =>
        {
            var ready = self.Pid;
            var (q, monitor) = Process.SpawnMonitor(async p =>
            {
                Process.TrapExit = true;
                ready.Send("ready");
                await p.Receive();
                sawMessage = true;
            });
            await self.Receive<string>();
            Process.Exit(q, ExitReason.Kill);
            return await self.Receive<Down>(monitor);
        });

        Check.Equal(ExitReason.Killed, down.Reason);
        Check.False(sawMessage);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_007()
    {
        var (next, rest) = await _node.Run(async self =>
        {
            var test = self.Pid;
            var q = Process.Spawn(async p =>
            {
                test.Send(await p.Receive());
                test.Send((await Drain(p)).Count);
            });
            Process.Exit(q, ExitReason.Normal);
            q.Send("hello");
            return (await self.Receive(), await self.Receive<int>());
        });

        Check.Equal("hello", next);
        Check.Equal(0, rest);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_008()
    {
        var (sender, exit) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var target = self.Pid;
            var pid = Process.Spawn(_ =>
            {
                Process.Exit(target, ExitReason.Normal);
                return Task.CompletedTask;
            });
            return (pid, await self.Receive<Exit>());
        });

        Check.Equal(new Exit(sender, ExitReason.Normal), exit);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_009()
    {
        var before = false;
        var after = false;
        var down = await _node.Run(async self =>
        {
            var (_, monitor) = Process.SpawnMonitor(async p =>
            {
                Process.Exit(p.Pid, ExitReason.Normal);
                before = true;
                await Process.Delay(TimeSpan.Zero);
                after = true;
            });
            return await self.Receive<Down>(monitor);
        });

        Check.Equal(ExitReason.Normal, down.Reason);
        Check.True(before);
        Check.False(after);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_010()
    {
        var (a, b, downs) = await _node.Run(async self =>
        {
            var test = self.Pid;
            var first = Process.Spawn(async p =>
            {
                Process.SpawnLink(async q =>
                {
                    test.Send((q.Pid, Process.SpawnLink(ExitsOnDemand)));
                    await Waits(q);
                });
                await Waits(p);
            });
            var (middle, last) = await self.Receive<(Pid, Pid)>();
            var onFirst = Process.Monitor(first);
            var onMiddle = Process.Monitor(middle);
            last.Send("boom");
            return (first, middle, new[] { await self.Receive<Down>(onFirst), await self.Receive<Down>(onMiddle) });
        });

        Check.Equal(a, downs[0].Pid);
        Check.Equal("boom", downs[0].Reason);
        Check.Equal(b, downs[1].Pid);
        Check.Equal("boom", downs[1].Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_011()
    {
        // The link with one's own child is kept in another way than that with a process which somebody else started.
        foreach (var own in new[] { true, false })
        {
            var exits = await _node.Run(async self =>
            {
                Process.TrapExit = true;
                var peer = own ? Process.Spawn(ExitsOnDemand) : _node.Node.Spawn(ExitsOnDemand);
                Process.Link(peer);
                Process.Link(peer);
                Process.Link(peer);
                peer.Send("boom");
                var first = await self.Receive();
                var more = await self.Receive<object>(Ms(100));
                return more is null ? [first] : new List<object> { first, more };
            });

            var only = Check.IsType<Exit>(Check.Single(exits));
            Check.Equal("boom", only.Reason);
        }

        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_012()
    {
        var (reason, quiet) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var child = Process.SpawnLink(ExitsOnDemand);
            var monitor = Process.Monitor(child);
            Process.Unlink(child);
            child.Send("boom");
            return ((await self.Receive<Down>(monitor)).Reason, await IsQuiet(self));
        });

        Check.Equal("boom", reason);
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_013()
    {
        var (pid, monitor, down) = await _node.Run(async self =>
        {
            var child = Process.Spawn(ExitsOnDemand);
            var reference = Process.Monitor(child);
            child.Send("boom");
            return (child, reference, await self.Receive<Down>());
        });

        Check.Equal(new Down(monitor, pid, "boom"), down);
        Check.Same(monitor, down.Ref);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_014()
    {
        var (monitor, pid, down) = await _node.Run(async self =>
        {
            var (child, first) = Process.SpawnMonitor(Exits("gone"));
            await self.Receive<Down>(first);
            var reference = Process.Monitor(child);
            return (reference, child, await self.Receive<Down>(TimeSpan.Zero)); // at once: it is there already
        });

        Check.Equal(new Down(monitor, pid, ExitReason.NoProc), down);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_015()
    {
        var (set, heard, rest) = await _node.Run(async self =>
        {
            var child = Process.Spawn(ExitsOnDemand);
            MonitorRef[] monitors = [Process.Monitor(child), Process.Monitor(child), Process.Monitor(child)];
            child.Send("done");
            Down[] downs = [await self.Receive<Down>(), await self.Receive<Down>(), await self.Receive<Down>()];
            return (monitors, downs, await IsQuiet(self));
        });

        Check.Equal(3, set.Distinct().Count());
        Check.Equal(set.ToHashSet(), heard.Select(d => d.Ref).ToHashSet());
        Check.True(rest);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_016()
    {
        var (on, quiet) = await _node.Run(async self =>
        {
            var child = Process.Spawn(ExitsOnDemand);
            var first = Process.Monitor(child);
            var second = Process.Monitor(child);
            var was = Process.Demonitor(first);
            child.Send("done");
            await self.Receive<Down>(second);
            return (was, await IsQuiet(self));
        });

        Check.True(on);
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_017()
    {
        var down = await _node.Run(async self =>
        {
            Process.SpawnMonitor(Raises);
            return await self.Receive<Down>();
        });

        Check.Equal("error", down.Reason.Tag);
        var exception = Check.IsType<InvalidOperationException>(down.Reason.Exception);
        Check.Equal("oops", exception.Message);
        Check.Contains(nameof(Raises), exception.StackTrace);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_018()
    {
        var down = await _node.Run(async self =>
        {
            Process.SpawnMonitor(_ => Task.CompletedTask);
            return await self.Receive<Down>();
        });

        Check.Equal(ExitReason.Normal, down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_019()
    {
        var (spawned, exits, quiet) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var pids = new List<Pid>();
            var heard = new List<Exit>();
            for (var i = 0; i < 1000; i++)
            {
                pids.Add(Process.SpawnLink(Raises));
                heard.Add(await self.Receive<Exit>());
            }

            return (pids, heard, await IsQuiet(self));
        });

        Check.Equal(spawned, exits.Select(e => e.From));
        Check.True(exits.TrueForAll(e => e.Reason.Exception is InvalidOperationException));
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_020()
    {
        var got = await _node.Run(async self =>
        {
            var to = self.Pid;
            Process.Spawn(_ =>
            {
                for (var i = 0; i < 100; i++)
                    to.Send(i);
                return Task.CompletedTask;
            });
            var numbers = new List<int>();
            for (var i = 0; i < 100; i++)
                numbers.Add(await self.Receive<int>());
            return numbers;
        });

        Check.Equal(Enumerable.Range(0, 100), got);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_021()
    {
        var (monitor, quiet) = await _node.Run(async self =>
        {
            Process.Link(self.Pid);
            var reference = Process.Monitor(self.Pid);
            Process.Demonitor(reference);
            Process.Unlink(self.Pid);
            return (reference, await IsQuiet(self));
        });

        Check.NotNull(monitor);
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_022()
    {
        var (first, later, foreign) = await _node.Run(async self =>
        {
            var test = self.Pid;
            var owner = Process.Spawn(async p =>
            {
                Process.Put("color", "red");
                for (var i = 0; i < 2; i++)
                {
                    var from = await p.Receive<Pid>();
                    from.Send((string?)Process.Get("color") ?? "nothing");
                }
            });
            owner.Send(test);
            var one = await self.Receive<string>();
            Process.Spawn(_ =>
            {
                test.Send((string?)Process.Get("color") ?? "nothing");
                return Task.CompletedTask;
            });
            var other = await self.Receive<string>();
            owner.Send(test);
            return (one, await self.Receive<string>(), other);
        });

        Check.Equal("red", first);
        Check.Equal("red", later);
        Check.Equal("nothing", foreign);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PRC_023()
    {
        var (got, off, offAgain, quiet) = await _node.Run(async self =>
        {
            var alias = Process.Alias();
            Process.Send(alias.Pid, "first");
            var message = await self.Receive<string>();
            var was = Process.Unalias(alias);
            var again = Process.Unalias(alias);
            Process.Send(alias.Pid, "second");
            return (message, was, again, await IsQuiet(self));
        });

        Check.Equal("first", got);
        Check.True(off);
        Check.False(offAgain);
        Check.True(quiet);
        await CheckNothingIsLeft(_node);
    }

    private static Task Raises(ProcessContext self) => throw new InvalidOperationException("oops");
}
