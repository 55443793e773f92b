using Xunit;

namespace Zhar.Conformance;

/// <summary>The GSV cases that make sense across nodes: the server on the other node, P and other clients on this one.</summary>
public sealed partial class RemoteGsvTests(ITestOutputHelper output) : RemoteTest(output)
{
    [Fact(Timeout = Limit)]
    public async Task GSV_010_remote()
    {
        var shop = await StartShop();
        var answers = await Here.Run(async _ => (await shop.Add(2), await shop.Add(3)));

        Check.Equal((2, 5), answers);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_011_remote()
    {
        var shop = await StartShop();
        var value = await Here.Run(async _ =>
        {
            var later = shop.AnswerLater();
            shop.AnswerNow(7);
            return await later;
        });

        Check.Equal(7, value);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_012_remote()
    {
        // The third process is on the caller's node: the From travels back and forth.
        var shop = await StartShop();
        var value = await Here.Run(async self =>
        {
            var third = Process.Spawn(async t => (await t.Receive<From<int>>()).Reply(9));
            return await shop.LetAnswer(third);
        });

        Check.Equal(9, value);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_013_remote()
    {
        var shop = await StartShop();
        var seen = await Here.Run(async _ =>
        {
            for (var i = 0; i < 100; i++)
                shop.Note(i);
            return await shop.Noted();
        });

        Check.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_014_remote()
    {
        var shop = await StartShop();
        var (handled, total) = await Here.Run(async self =>
        {
            shop.Address.Pid.Send(new Ask(self.Pid, "info"));
            var handled = await self.Receive<string>();
            shop.Address.Pid.Send(new object());
            return (handled, await shop.Add(1));
        });

        Check.Equal(("info", 1), (handled, total));
        Check.Single(There.Log.Entries.Where(static e => e.Id.Id == 2));
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_015_remote()
    {
        var shop = await StartShop();
        await There.Run(async _ => await GenServer.Stop(shop.Address));
        var failed = await Here.Run(_ => Failure(() => shop.Add(1).AsTask()));

        Check.Equal(ExitReason.NoProc, failed.Reason);
        Check.Equal(shop.Address, failed.Server);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_016_remote()
    {
        var nobody = Shop.Ref.At(ServerRef.On(There.Node.Name, "nobody"));
        var failed = await Here.Run(_ =>
        {
            nobody.Note(1);
            return Failure(() => nobody.Add(1).AsTask());
        });

        Check.Equal(ExitReason.NoProc, failed.Reason);
        Check.Equal("Add(1)", failed.Request);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_017_remote()
    {
        var shop = await StartShop();
        var (failed, quiet, total) = await Here.Run(async self =>
        {
            var failed = await Failure(() => shop.Slow(TimeSpan.FromMilliseconds(20)).AsTask());
            shop.Address.Pid.Send("go on");
            var quiet = await self.Receive<object>(TimeSpan.FromMilliseconds(200)) is null;
            return (failed, quiet, await shop.Add(1));
        });

        Check.Equal(ExitReason.Timeout, failed.Reason);
        Check.True(quiet);
        Check.Equal(1, total);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_018_remote()
    {
        // Its own pid comes to the server from the other node.
        var shop = await StartShop();
        var failed = await Here.Run(async _ => await shop.CallPid(shop.Address.Pid));

        Check.Equal(ExitReason.CallingSelf.Tag, failed);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_019_remote()
    {
        var shop = await StartShop();
        var (failed, down) = await Here.Run(async self =>
        {
            Process.Monitor(shop.Address.Pid);
            return (await Failure(() => shop.Break().AsTask()), await self.Receive<Down>());
        });

        Check.IsType<InvalidOperationException>(failed.Reason.Exception);
        Check.Equal(failed.Reason, down.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_020_remote()
    {
        var shop = await StartShop();
        var (answer, ended, down) = await Here.Run(async self =>
        {
            await shop.TellEndTo(self.Pid);
            Process.Monitor(shop.Address.Pid);
            return (await shop.Close(), await self.Receive<(string, ExitReason)>(), await self.Receive<Down>());
        });

        Check.Equal("closed", answer);
        Check.Equal(("terminated", ExitReason.Normal), ended);
        Check.Equal(ExitReason.Normal, down.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_021_remote()
    {
        var shop = await StartShop();
        var failed = await Here.Run(_ => Failure(() => shop.CloseSilently().AsTask()));

        Check.Equal(ExitReason.Normal, failed.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_022_remote()
    {
        var shop = await StartShop();
        var (ended, total) = await Here.Run(async self =>
        {
            await shop.TellEndTo(self.Pid);
            await shop.Add(4);
            shop.BreakByCast();
            return (await self.Receive<(string, ExitReason)>(), await self.Receive<int>());
        });

        Check.Equal("terminated", ended.Item1);
        Check.IsType<InvalidOperationException>(ended.Item2.Exception);
        Check.Equal(4, total);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_026_remote()
    {
        var shop = await StartShop(trapping: true);
        var (pid, exit, total) = await Here.Run(async self =>
        {
            await shop.TellEndTo(self.Pid);
            var linked = Process.Spawn(async l =>
            {
                Process.Link(shop.Address.Pid);
                await shop.Add(0);
                Process.Exit(ExitReason.Of("z"));
            });
            return (linked, await self.Receive<Exit>(), await shop.Add(1));
        });

        Check.Equal(new Exit(pid, "z"), exit);
        Check.Equal(1, total);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_027_remote()
    {
        var shop = await StartShop();
        var (ended, alive) = await Here.Run(async self =>
        {
            await shop.TellEndTo(self.Pid);
            await GenServer.Stop(shop.Address, ExitReason.Shutdown);
            var alive = await There.Run(_ => Task.FromResult(Process.IsAlive(shop.Address.Pid)));
            return (await self.Receive<(string, ExitReason)>(), alive);
        });

        Check.Equal(("terminated", ExitReason.Shutdown), ended);
        Check.False(alive);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_028_remote()
    {
        var shop = await StartShop();
        var (dead, unknown) = await Here.Run(async _ =>
        {
            await GenServer.Stop(shop.Address);
            return (await Failure(() => GenServer.Stop(shop.Address).AsTask()),
                await Failure(() => GenServer.Stop(ServerRef.On(There.Node.Name, "nobody")).AsTask()));
        });

        Check.Equal(ExitReason.NoProc, dead.Reason);
        Check.Equal(ExitReason.NoProc, unknown.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_029_remote()
    {
        var shop = await StartShop();
        var (failed, down) = await Here.Run(async self =>
        {
            await shop.EndSlowly();
            Process.Monitor(shop.Address.Pid);
            var failed = await Failure(() => GenServer.Stop(shop.Address, timeout: TimeSpan.FromMilliseconds(20)).AsTask());
            shop.Address.Pid.Send("go on");
            return (failed, await self.Receive<Down>());
        });

        Check.Equal(ExitReason.Timeout, failed.Reason);
        Check.Equal(ExitReason.Normal, down.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_030_remote()
    {
        var shop = await StartShop();
        var exit = await Here.Run(async self =>
        {
            Process.TrapExit = true;
            Process.Link(shop.Address.Pid);
            await GenServer.Stop(shop.Address, "weird");
            return await self.Receive<Exit>();
        });

        Check.Equal(new Exit(shop.Address.Pid, "weird"), exit);
        Check.Single(There.Log.Entries.Where(static e => e.Id.Id == 1));
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_032_remote()
    {
        await Here.Run(_ => Shop.Start(name: "shop").AsTask());
        await There.Run(_ => Shop.Start(name: "shop").AsTask());
        var servers = new[] { ServerRef.On(Here.Node.Name, "shop"), ServerRef.On(There.Node.Name, "shop") };
        var (both, cut) = await Here.Run(async _ =>
        {
            var both = await GenServer.MultiCall(servers, static (Shop.Ref shop) => shop.Add(1));
            await Cluster.Cut(Here, There);
            return (both, await GenServer.MultiCall(servers, static (Shop.Ref shop) => shop.Add(1)));
        });

        Check.Equal([1, 1], both.Replies.Select(static r => r.Reply));
        Check.Empty(both.Failed);
        Check.Equal([2], cut.Replies.Select(static r => r.Reply));
        Check.Equal(servers[1], Check.Single(cut.Failed).Server);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_001_remote()
    {
        var shop = await StartShop();
        var (early, late) = await Here.Run(async self =>
        {
            await Sys.Suspend(shop.Address);
            shop.Address.Pid.Send(new Ask(self.Pid, "info"));
            var early = await self.Receive<string>(TimeSpan.FromMilliseconds(50));
            await Sys.Resume(shop.Address);
            return (early, await self.Receive<string>());
        });

        Check.Null(early);
        Check.Equal("info", late);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_004_remote()
    {
        var shop = await StartShop();
        var (old, replaced, total) = await Here.Run(async _ =>
        {
            await shop.Add(1);
            var old = await Sys.GetState<Shop.Goods>(shop.Address);
            var replaced = await Sys.ReplaceState<Shop.Goods>(shop.Address, static s => s with { Total = 10 });
            return (old.Total, replaced.Total, await shop.Add(1));
        });

        Check.Equal((1, 10, 11), (old, replaced, total));
    }

    private static Task<CallExitException> Failure(Func<Task> call) => Assert.ThrowsAsync<CallExitException>(call);

    private Task<Shop.Ref> StartShop(bool trapping = false) => There.Run(_ => Shop.Start(trapping).AsTask());

    internal sealed record Ask(Pid From, string Text);

    internal sealed partial class Shop : GenServer<Shop.Goods>
    {
        public sealed record Goods(int Total, List<int> Notes, List<From<int>> Waiting)
        {
            public Pid End { get; init; }

            public bool EndsSlowly { get; init; }
        }

        private Init<Goods> Init(bool trapping = false)
        {
            Process.TrapExit = trapping;
            return Ok(new Goods(0, [], []));
        }

        [Call]
        private int Add(int count)
        {
            State = State with { Total = State.Total + count };
            return State.Total;
        }

        [Call]
        private void AnswerLater(From<int> from) => State.Waiting.Add(from);

        [Call]
        private void LetAnswer(From<int> from, Pid other) => other.Send(from);

        [Call]
        private IReadOnlyList<int> Noted() => State.Notes;

        [Call]
        private async Task Slow() => await UntilTold();

        [Call]
        private async Task<string> CallPid(Pid pid)
        {
            var result = await Shop.Ref.At(pid).TryAdd(1);
            return result is Error<int> error ? error.Reason.Tag : "answered";
        }

        [Call]
        private int Break() => throw new InvalidOperationException("broken");

        [Call]
        private CallResult<string> Close() => Stop(ExitReason.Normal, "closed");

        [Call]
        private CallResult<string> CloseSilently() => Stop(ExitReason.Normal);

        [Call]
        private void TellEndTo(Pid end) => State = State with { End = end };

        [Call]
        private void EndSlowly() => State = State with { EndsSlowly = true };

        [Cast]
        private void AnswerNow(int value)
        {
            foreach (var from in State.Waiting)
                from.Reply(value);
        }

        [Cast]
        private void Note(int value) => State.Notes.Add(value);

        [Cast]
        private void BreakByCast()
        {
            State = State with { Total = State.Total };
            throw new InvalidOperationException("broken");
        }

        [Info]
        private void Answer(Ask ask) => ask.From.Send(ask.Text);

        [Info]
        private void Linked(Exit exit) => State.End.Send(exit);

        protected override async ValueTask Terminate(ExitReason reason)
        {
            if (State.EndsSlowly)
                await UntilTold();
            if (State.End.IsNone)
                return;
            State.End.Send(("terminated", reason));
            State.End.Send(State.Total);
        }

        private static async Task UntilTold() => await Process.Receive<string>(static text => text == "go on");
    }
}
