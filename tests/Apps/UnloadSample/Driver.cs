using Zhar;

namespace UnloadSample;

/// <summary>Uses the others, round after round, and counts the rounds in the application's environment, where the host sees them.</summary>
public sealed partial class Driver : GenServer<int>
{
    private Init<int> Init() => Ok(0).ThenContinue(new Round());

    [Continue]
    private async Task<Next> OnRound(Round round)
    {
        Counter.Ref counter = Counter.Name;
        Crasher.Ref crasher = Crasher.Name;
        Ticker.Ref ticker = Ticker.Name;
        for (var i = 0; i < 200; i++)
        {
            await counter.Add(new Amount(i));
            counter.Note(new Amount(i));
        }

        await counter.AddSlowly(new Amount(1));
        await counter.Answer();
        await counter.TryAdd(new Amount(1), TimeSpan.FromMinutes(10));
        PubSub.Broadcast("amounts", new Amount(1));
        Process.TrySend(Crasher.Name, new Amount(1));
        Process.TrySend(Crasher.Name, "nobody handles this");
        await crasher.TryCrash(new Amount(-1));
        await ticker.TryTicks();
        var child = Process.Spawn(static async self => await self.Receive<Amount>());
        var monitor = Process.Monitor(child);
        child.Send(new Amount(1));
        await Process.Receive<Down>(d => d.Ref == monitor);
        var sum = await ProcessTask.Async(async () =>
        {
            await Process.Delay(TimeSpan.FromMilliseconds(1));
            return new Amount(3);
        }).Await();
        State += sum.Value;
        var node = Node.Current;
        node.Applications.PutEnv("unload_sample", "rounds", node.Applications.GetEnv<int>("unload_sample", "rounds") + 1);
        return State < 9 ? Continue(new Round()) : Proceed;
    }

    private sealed record Round;
}
