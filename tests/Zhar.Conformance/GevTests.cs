using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>GEV: event managers.</summary>
public sealed class GevTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Fact(Timeout = Limit)]
    public async Task GEV_001()
    {
        var (added, order, seenAtReturn) = await Leftovers.Run(async self =>
        {
            var events = await EventManager.StartLink();
            var log = new List<string>();
            var added = (await events.AddHandler(new Handler("h1", log), "h1"), await events.AddHandler(new Handler("h2", log), "h2"), await events.AddHandler(new Handler("again", log), "h1"));
            var order = await events.WhichHandlers();
            await events.SyncNotify("x");
            var seenAtReturn = log.ToArray();
            await events.Stop();
            return (added, order, seenAtReturn);
        });

        Check.True(added.Item1.IsOk && added.Item2.IsOk);
        Check.Equal("already_added", Check.IsType<Error<Unit>>(added.Item3).Reason.Tag);
        Check.Equal(["h2", "h1"], order);
        Check.Equal(["h2: x", "h1: x"], seenAtReturn);
    }

    [Fact(Timeout = Limit)]
    public async Task GEV_002()
    {
        await using var node = TestNode.Start();

        var (left, log, alive) = await node.Run(async self =>
        {
            var events = await EventManager.StartLink();
            var log = new List<string>();
            await events.AddHandler(new Handler("good", log), "good");
            await events.AddHandler(new Handler("bad", log), "bad");
            await events.SyncNotify("raise in bad");
            var left = await events.WhichHandlers();
            await events.SyncNotify("after");
            var alive = Process.IsAlive(events.Address.Pid);
            await events.Stop();
            return (left, log, alive);
        });
        await Leftovers.CheckNone(node);

        Check.True(alive);
        Check.Equal(["good"], left);
        Check.Equal(
            ["bad: raise in bad", "bad terminate Failed error(InvalidOperationException: in bad)", "good: raise in bad", "good: after", "good terminate ManagerStopped normal"],
            log);
        Check.Equal("bad", Check.Single(node.Log.Entries).Values["Handler"]);
    }

    [Fact(Timeout = Limit)]
    public async Task GEV_003()
    {
        var (removed, crashed, manager, quiet, ownerDied) = await Leftovers.Run(async self =>
        {
            var events = await EventManager.Start();
            var log = new List<string>();
            await events.AddSupervisedHandler(new Handler("h1", log), "h1");
            await events.AddSupervisedHandler(new Handler("h2", log), "h2");
            events.Notify("remove h1");
            var removed = await self.Receive<EventHandlerExit>();
            events.Notify("raise in h2");
            var crashed = await self.Receive<EventHandlerExit>();
            var quiet = await self.IsQuiet();

            // And the other way round: the handler of a process that ends is removed.
            var (_, _) = Process.SpawnMonitor(async _ =>
            {
                await events.AddSupervisedHandler(new Handler("h3", log), "h3");
                Process.Exit("owner gone");
            });
            await self.Receive<Down>();
            await Eventually.True(async () => (await events.WhichHandlers()).Count == 0);
            var ownerDied = log[^1];
            await events.Stop();
            return (removed, crashed, events.Address.Pid, quiet, ownerDied);
        });

        Check.Equal(new EventHandlerExit(manager, "h1", ExitReason.Normal), removed);
        Check.Equal("h2", crashed.HandlerId);
        Check.Equal("in h2", Check.IsType<InvalidOperationException>(crashed.Reason.Exception).Message);
        Check.True(quiet);
        Check.Equal("h3 terminate OwnerEnded owner gone", ownerDied);
    }

    [Fact(Timeout = Limit)]
    public async Task GEV_004()
    {
        var (first, again, log) = await Leftovers.Run(async _ =>
        {
            var events = await EventManager.StartLink();
            var log = new List<string>();
            await events.AddHandler(new Handler("h", log), "h");
            var first = await events.DeleteHandler("h", "why");
            var again = await events.DeleteHandler("h", "why");
            await events.Stop();
            return (first, again, log);
        });

        Check.Equal<Result<object?>>(new Ok<object?>("result of h"), first);
        Check.Equal<Result<object?>>(new Error<object?>("module_not_found"), again);
        Check.Equal(["h terminate Deleted why"], log);
    }

    [Fact(Timeout = Limit)]
    public async Task GEV_005()
    {
        var (reply, unknown) = await Leftovers.Run(async _ =>
        {
            var events = await EventManager.StartLink();
            await events.AddHandler(new Handler("h", []), "h");
            var reply = await events.Call<string>("h", "question");
            var unknown = await events.Call<string>("nobody", "question");
            await events.Stop();
            return (reply, unknown);
        });

        Check.Equal<Result<string>>(new Ok<string>("h answers question"), reply);
        Check.Equal<Result<string>>(new Error<string>("bad_module"), unknown);
    }

    [Fact(Timeout = Limit)]
    public async Task GEV_006()
    {
        var (swapped, handlers, log) = await Leftovers.Run(async _ =>
        {
            var events = await EventManager.StartLink();
            var log = new List<string>();
            await events.AddHandler(new Handler("old", log), "old");
            var swapped = (await events.SwapHandler("old", new Handler("new", log), "new", "go"), await events.SwapHandler("missing", new Handler("third", log), "third"));
            var handlers = await events.WhichHandlers();
            await events.Stop();
            return (swapped, handlers, log);
        });

        Check.True(swapped.Item1.IsOk && swapped.Item2.IsOk);
        Check.Equal(["third", "new"], handlers);
        Check.Equal(["old terminate Swapped go", "new init with result of old", "third init with error"], log.Take(3));
    }

    /// <summary>Writes what happens to it into a list. The list is read only while the manager waits.</summary>
    private sealed class Handler(string name, List<string> log) : GenEventHandler
    {
        protected internal override ValueTask InitSwapped(object? previous)
        {
            log.Add($"{name} init with {previous}");
            return default;
        }

        protected internal override ValueTask<HandlerResult> HandleEvent(object e)
        {
            log.Add($"{name}: {e}");
            if (e.Equals($"raise in {name}"))
                throw new InvalidOperationException($"in {name}");
            return e.Equals($"remove {name}") ? HandlerResult.Remove : HandlerResult.Stay;
        }

        protected internal override ValueTask<HandlerResult> HandleCall(object request) => HandlerResult.Reply($"{name} answers {request}");

        protected internal override ValueTask<object?> Terminate(HandlerEnd reason)
        {
            log.Add($"{name} terminate {reason.GetType().Name} {Detail(reason)}");
            return new($"result of {name}");
        }

        private static object? Detail(HandlerEnd reason) => reason switch
        {
            HandlerEnd.Deleted deleted => deleted.Argument,
            HandlerEnd.Swapped swapped => swapped.Argument,
            HandlerEnd.Failed failed => failed.Reason,
            HandlerEnd.OwnerEnded ended => ended.Reason,
            HandlerEnd.ManagerStopped stopped => stopped.Reason,
            _ => "",
        };
    }
}
