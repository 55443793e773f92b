using System.Collections.Immutable;
using Zhar;

namespace Zhar.Docs.Tests.Patterns;

public interface IPages
{
    Task<string> Draw(string page);
}

public sealed partial class DrawingPool(IPages pages) : GenServer<DrawingPool.Desk>
{
    public sealed record Order(string Page, From<Result<string>> From);

    public sealed record Desk(int Workers, int Places, ImmutableDictionary<MonitorRef, Order> AtWork, ImmutableList<Order> Waiting);

    private Init<Desk> Init(int workers, int places) => Ok(new Desk(workers, places, ImmutableDictionary<MonitorRef, Order>.Empty, []));

    [Call]
    private async ValueTask<Next> Draw(string page, From<Result<string>> from)
    {
        var order = new Order(page, from);
        if (State.AtWork.Count < State.Workers)
            await Begin(order);
        else if (State.Waiting.Count < State.Places)
            State = State with { Waiting = State.Waiting.Add(order) };
        else
            from.Reply(new Error<string>("busy"));
        return NoReply;
    }

    [Info] private Task OnDrawn(TaskReply<string> drawn) => End(drawn.Ref, new Ok<string>(drawn.Value));

    [Info] private Task OnFailed(Down worker) => End(worker.Ref, new Error<string>(worker.Reason));

    private async Task Begin(Order order)
    {
        var worker = await TaskSupervisor.At("drawing workers").AsyncNoLink(() => pages.Draw(order.Page));
        worker.ReplyAsMessage();
        State = State with { AtWork = State.AtWork.Add(worker.Ref, order) };
    }

    private async Task End(MonitorRef worker, Result<string> result)
    {
        State.AtWork[worker].From.Reply(result);
        State = State with { AtWork = State.AtWork.Remove(worker) };
        if (State.Waiting is [var next, ..])
        {
            State = State with { Waiting = State.Waiting.RemoveAt(0) };
            await Begin(next);
        }
    }
}

public sealed class DrawingSupervisor : Supervisor
{
    protected override SupervisorSpec Init() => OneForAll(
        TaskSupervisor.Child("drawing workers"),
        DrawingPool.Child(workers: 2, places: 1) with { Name = DrawingPool.Name });
}

public sealed class Breaker(int failures, TimeSpan rest) : StateMachine<Breaker.Circuit, int>
{
    public enum Circuit { Closed, Open, HalfOpen, Trying }

    public enum Message { MayI, Worked, Failed }

    protected override ValueTask<Transition> Init() => GoTo(Circuit.Closed, 0);

    protected override ValueTask<Transition> HandleEvent(Event e, Circuit state, int failed) => (state, e) switch
    {
        (Circuit.Closed, CallEvent call) => Keep.Reply(call.From, true),
        (Circuit.HalfOpen, CallEvent call) => GoTo(Circuit.Trying).Reply(call.From, true).StateTimeout(rest),
        (_, CallEvent call) => Keep.Reply(call.From, false),

        (Circuit.Closed, CastEvent { Message: Message.Failed }) when failed + 1 < failures => KeepWith(failed + 1),
        (_, CastEvent { Message: Message.Failed }) => GoTo(Circuit.Open, 0).StateTimeout(rest),
        (_, CastEvent { Message: Message.Worked }) => GoTo(Circuit.Closed, 0),

        (_, StateTimeoutEvent) => GoTo(Circuit.HalfOpen),
        _ => Keep,
    };

    public static async Task<Result<T>> Run<T>(ServerRef breaker, Func<Task<T>> work)
    {
        if (!await StateMachine.Call<bool>(breaker, Message.MayI))
            return new Error<T>("open");
        try
        {
            var value = await work();
            StateMachine.Cast(breaker, Message.Worked);
            return new Ok<T>(value);
        }
        catch (HttpRequestException e)
        {
            StateMachine.Cast(breaker, Message.Failed);
            return new Error<T>(ExitReason.Error(e));
        }
    }
}

public sealed partial class RateLimit : GenServer<Table<string, int>>
{
    private Init<Table<string, int>> Init(string table) =>
        Ok(Table.Create<string, int>(new() { Name = table, Protection = TableProtection.Public }));

    [Tick("00:00:01")] private void NextSecond() => State.Clear();

    public static bool Allows(string table, string who, int perSecond) =>
        Table.Find<string, int>(table).UpdateElement(who, static used => used + 1, initial: 0) <= perSecond;
}

public interface IPriceList
{
    Task<decimal> Price(string article);
}

public sealed partial class Prices(IPriceList list) : GenServer<Prices.Cache>
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public sealed record Load(MonitorRef Task, ImmutableList<From<Result<decimal>>> Waiting);

    public sealed record Cache(Table<string, decimal> Known, ImmutableDictionary<string, Load> Loads);

    private sealed record Expired(string Article);

    private Init<Cache> Init() => Ok(new Cache(Table.Create<string, decimal>(new() { Name = "prices" }), ImmutableDictionary<string, Load>.Empty));

    public static async ValueTask<Result<decimal>> Of(string article)
    {
        if (Table.Find<string, decimal>("prices").TryLookup(article, out var price))
            return new Ok<decimal>(price);
        Prices.Ref prices = Prices.Name;
        return await prices.Fetch(article);
    }

    [Call]
    private async ValueTask<Next> Fetch(string article, From<Result<decimal>> from)
    {
        if (State.Known.TryLookup(article, out var price))
        {
            from.Reply(new Ok<decimal>(price));
            return NoReply;
        }

        if (!State.Loads.TryGetValue(article, out var load))
        {
            var task = await TaskSupervisor.At("price loads").AsyncNoLink(async () => (article, await list.Price(article)));
            task.ReplyAsMessage();
            load = new Load(task.Ref, []);
        }

        State = State with { Loads = State.Loads.SetItem(article, load with { Waiting = load.Waiting.Add(from) }) };
        return NoReply;
    }

    [Info]
    private void OnLoaded(TaskReply<(string Article, decimal Price)> loaded)
    {
        var (article, price) = loaded.Value;
        State.Known.Insert(article, price);
        Process.SendAfter(Self, Fresh, new Expired(article));
        Answer(article, new Ok<decimal>(price));
    }

    [Info] private void OnFailed(Down task) => Answer(State.Loads.Single(l => l.Value.Task == task.Ref).Key, new Error<decimal>(task.Reason));

    [Info] private void OnExpired(Expired expired) => State.Known.Delete(expired.Article);

    private void Answer(string article, Result<decimal> result)
    {
        foreach (var from in State.Loads[article].Waiting)
            from.Reply(result);
        State = State with { Loads = State.Loads.Remove(article) };
    }
}

public sealed partial class Basket : GenServer<Basket.Content>
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public sealed record Content(string Customer, ImmutableList<string> Articles);

    private Init<Content> Init(string customer) => Ok(new Content(customer, [])).WithTimeout(Idle);

    [Call]
    private CallResult<int> Add(string article)
    {
        State = State with { Articles = State.Articles.Add(article) };
        return Reply(State.Articles.Count).WithTimeout(Idle);
    }

    [Info] private Next OnIdle(IdleTimeout _) => Stop(ExitReason.Normal);
}

public sealed class Baskets : Supervisor
{
    public static readonly Registry<string, string> Open = Registry.Unique<string, string>("baskets by customer");

    protected override SupervisorSpec Init() => OneForAll(Open.Child(), DynamicSupervisor.Child("open baskets"));

    public static async ValueTask<Basket.Ref> Of(string customer)
    {
        ServerName name = Open.Via(customer);
        await DynamicSupervisor.StartChild("open baskets", Basket.Child(customer) with { Id = customer, Name = name, Restart = Restart.Transient });
        return name;
    }
}

public interface IAuditStore
{
    Task Append(IReadOnlyList<string> lines);
}

public sealed partial class AuditLog(IAuditStore store) : GenServer<ImmutableList<string>>
{
    private const int Most = 100;

    private Init<ImmutableList<string>> Init()
    {
        Process.TrapExit = true; // so that Terminate runs when the supervisor stops it
        return Ok([]);
    }

    [Cast]
    private async ValueTask Note(string line)
    {
        State = State.Add(line);
        if (State.Count >= Most)
            await Flush();
    }

    [Tick("00:00:01")]
    private async ValueTask Flush()
    {
        if (State.IsEmpty)
            return;
        await store.Append(State);
        State = [];
    }

    [Info] private Next OnExit(Exit exit) => Stop(exit.Reason);

    protected override ValueTask Terminate(ExitReason reason) => Flush();
}

public abstract class Poller<T> : GenServer<T>
{
    protected async ValueTask<Init<T>> Init() => Ok(await Ask());

    protected abstract Task<T> Ask();

    [Tick("00:00:10")] protected async ValueTask Poll() => State = await Ask();

    [Call] protected T Last() => State;
}

public interface IBank
{
    Task<decimal> EuroInDollars();
}

public sealed partial class ExchangeRate(IBank bank) : Poller<decimal>
{
    protected override Task<decimal> Ask() => bank.EuroInDollars();
}
