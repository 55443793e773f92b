using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Data.Migrations;
using Repo = Zhar.Docs.Tests.Tutorial2.Repo;

namespace Zhar.Docs.Tests.Patterns;

[Migration(20260301_090000)]
public sealed class CreatePatternTables : Migration
{
    public override void Change()
    {
        Create.Table("orders", t =>
        {
            t.String("article").NotNull();
            t.Integer("quantity").NotNull();
            t.Timestamps();
        });
        Create.Table("outbox", t =>
        {
            t.String("topic").NotNull();
            t.Text("body").NotNull();
            t.Timestamps();
        });
        Create.Table("inbox", t => t.String("key").NotNull());
        Create.UniqueIndex("inbox", "key");
        Create.Table("trips", t =>
        {
            t.String("flight").NotNull();
            t.String("hotel").NotNull();
            t.String("stage").NotNull();
            t.Timestamps();
        });
        Create.Table("account_events", t =>
        {
            t.String("account").NotNull();
            t.Integer("number").NotNull();
            t.Decimal("amount", 12, 2).NotNull();
            t.Timestamps();
        });
        Create.UniqueIndex("account_events", ["account", "number"]);
        Create.Table("leases", t =>
        {
            t.String("name").NotNull();
            t.String("owner").NotNull();
            t.DateTimeUtc("until").NotNull();
        });
        Create.UniqueIndex("leases", "name");
    }
}

[Schema("orders"), Timestamps]
public partial record Order
{
    [PrimaryKey] public long Id { get; init; }
    public string Article { get; init; } = "";
    public int Quantity { get; init; }

    public static Changeset<Order> Changeset(Order order, Params attributes) => order
        .Cast(attributes, o => new { o.Article, o.Quantity })
        .ValidateRequired(o => o.Article)
        .ValidateNumber(o => o.Quantity, greaterThan: 0);
}

[Schema("outbox"), Timestamps]
public partial record OutboxMessage
{
    [PrimaryKey] public long Id { get; init; }
    public string Topic { get; init; } = "";
    public string Body { get; init; } = "";
}

public sealed class Orders(Repo repo)
{
    public Task<Result<Order>> Place(Params attributes) => repo.Transact(async transaction =>
    {
        var result = await repo.Insert(Order.Changeset(new(), attributes));
        if (result is Ok<Order>(var order))
            await repo.InsertOrThrow(new OutboxMessage { Topic = "order-placed", Body = $"{order.Id} {order.Article} {order.Quantity}" });
        return result;
    });
}

public interface IBroker
{
    Task Publish(string key, string topic, string body);
}

public sealed partial class Courier(Repo repo, IBroker broker) : GenServer<long>
{
    private Init<long> Init() => Ok(0);

    [Tick("00:00:01")]
    private async ValueTask Deliver()
    {
        foreach (var message in await repo.All(Query.From<OutboxMessage>().OrderBy(m => m.Id).Take(100)))
        {
            await broker.Publish($"outbox-{message.Id}", message.Topic, message.Body);
            await repo.DeleteOrThrow(message);
            State++;
        }
    }

    [Call] private long Delivered() => State;
}

[Schema("inbox")]
public partial record InboxMessage
{
    [PrimaryKey] public long Id { get; init; }
    public string Key { get; init; } = "";
}

public sealed class Stock(Repo repo)
{
    private static readonly InsertOptions OnlyOnce = new() { OnConflict = OnConflict.Nothing, ConflictTarget = ["Key"] };

    public Task<Result<bool>> Take(string key, Func<Task> work) => repo.Transact(async transaction =>
    {
        var seen = await repo.InsertOrThrow(new InboxMessage { Key = key }, OnlyOnce);
        if (seen.Outcome() == Outcome.Ignored)
            return false;
        await work();
        return true;
    });
}

public enum Stage { Begun, FlightTaken, Confirmed, Undoing, Cancelled }

[Schema("trips"), Timestamps]
public partial record Trip
{
    [PrimaryKey] public long Id { get; init; }
    public string Flight { get; init; } = "";
    public string Hotel { get; init; } = "";
    public Stage Stage { get; init; }
}

public interface ITravel
{
    Task<bool> TakeFlight(long trip, string flight);

    Task<bool> TakeHotel(long trip, string hotel);

    Task GiveFlightBack(long trip);
}

public sealed partial class TripProcess(Repo repo, ITravel travel) : GenServer<Trip>
{
    private sealed record NextStage;

    private async ValueTask<Init<Trip>> Init(long id) => Ok(await repo.GetOrThrow<Trip>(id)).ThenContinue(new NextStage());

    [Continue]
    private async ValueTask<Next> Go(NextStage next)
    {
        var stage = State.Stage switch
        {
            Stage.Begun => await travel.TakeFlight(State.Id, State.Flight) ? Stage.FlightTaken : Stage.Cancelled,
            Stage.FlightTaken => await travel.TakeHotel(State.Id, State.Hotel) ? Stage.Confirmed : Stage.Undoing,
            Stage.Undoing => await GiveBack(),
            var end => end,
        };
        State = await repo.UpdateOrThrow(State.Change().PutChange(t => t.Stage, stage));
        return stage is Stage.Confirmed or Stage.Cancelled ? Stop(ExitReason.Normal) : Continue(next);
    }

    private async Task<Stage> GiveBack()
    {
        await travel.GiveFlightBack(State.Id);
        return Stage.Cancelled;
    }
}

public sealed class Trips(Repo repo)
{
    public async Task<Trip> Book(string flight, string hotel)
    {
        var trip = await repo.InsertOrThrow(new Trip { Flight = flight, Hotel = hotel });
        await Start(trip.Id);
        return trip;
    }

    public async Task GoOn()
    {
        foreach (var trip in await repo.All(Query.From<Trip>().Where(t => t.Stage != Stage.Confirmed && t.Stage != Stage.Cancelled)))
            await Start(trip.Id);
    }

    private static async Task Start(long id) => await DynamicSupervisor.StartChild("trips", TripProcess.Child(id) with { Id = id, Restart = Restart.Transient });
}

public sealed partial class TripsUnderWay(Trips trips) : GenServer<Unit>
{
    private async ValueTask<Init<Unit>> Init()
    {
        await trips.GoOn();
        return Ignore;
    }
}

[Schema("account_events"), Timestamps]
public partial record AccountEvent
{
    [PrimaryKey] public long Id { get; init; }
    public string Account { get; init; } = "";
    public int Number { get; init; }
    public decimal Amount { get; init; }
}

public sealed partial class Ledger(Repo repo) : GenServer<Ledger.Balance>
{
    public sealed record Balance(string Account, int Number, decimal Amount)
    {
        public Balance After(AccountEvent e) => this with { Number = e.Number, Amount = Amount + e.Amount };
    }

    private async ValueTask<Init<Balance>> Init(string account)
    {
        var events = await repo.All(Query.From<AccountEvent>().Where(e => e.Account == account).OrderBy(e => e.Number));
        return Ok(events.Aggregate(new Balance(account, 0, 0), (balance, e) => balance.After(e)));
    }

    [Call] private decimal Amount() => State.Amount;

    [Call]
    private async ValueTask<Result<decimal>> Book(decimal amount)
    {
        if (State.Amount + amount < 0)
            return new Error<decimal>("not_enough");
        var e = new AccountEvent { Account = State.Account, Number = State.Number + 1, Amount = amount };
        State = State.After(await repo.InsertOrThrow(e));
        return new Ok<decimal>(State.Amount);
    }
}

[Schema("leases")]
public partial record Lease
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Owner { get; init; } = "";
    public DateTime Until { get; init; }
}

public sealed class Leases(Repo repo, TimeProvider clock)
{
    private static readonly InsertOptions UnlessThere = new() { OnConflict = OnConflict.Nothing, ConflictTarget = ["Name"] };

    private readonly string _me = Guid.NewGuid().ToString();

    public async Task<bool> Take(string name, TimeSpan time)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await repo.InsertOrThrow(new Lease { Name = name, Until = now }, UnlessThere);
        return await repo.UpdateAll(
            Query.From<Lease>().Where(l => l.Name == name && (l.Owner == _me || l.Until <= now)),
            set => set.Set(l => l.Owner, _me).Set(l => l.Until, now + time)) == 1;
    }
}
