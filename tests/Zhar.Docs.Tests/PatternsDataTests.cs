using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Data.Testing;
using Zhar.Docs.Tests.Tutorial2;
using Zhar.Testing;
using Repo = Zhar.Docs.Tests.Tutorial2.Repo;

namespace Zhar.Docs.Tests.Patterns;

/// <summary>The code of the page on patterns with data, run.</summary>
public sealed class PatternsDataTests(Database database) : DataCase<Repo>(database), IClassFixture<Database>
{
    [Fact]
    public async Task An_order_and_its_message_are_stored_together_and_the_message_arrives_although_the_broker_was_away()
    {
        var broker = new Broker { IsAway = true };
        await using var node = Node<IBroker>(broker);
        var orders = new Orders(Repo);
        Assert.IsType<Invalid<Order>>(await orders.Place(Params.Of(("article", "tea"), ("quantity", "0"))));
        Assert.Equal(0, await Repo.Count(Query.From<OutboxMessage>()));
        var order = (await orders.Place(Params.Of(("article", "tea"), ("quantity", "2")))).OrThrow();

        await node.StartSupervised(Courier.Child() with { Name = Courier.Name });
        Assert.Equal(0, await node.Ref<Courier.Ref>(Courier.Name).Delivered()); // it listens, so its tick is set
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.Log.WaitForCrash();
        broker.IsAway = false;
        await node.Eventually(() =>
        {
            node.Clock.Advance(TimeSpan.FromSeconds(1));
            return broker.Published.Count == 1;
        });

        Assert.Equal($"order-placed: {order.Id} tea 2", Assert.Single(broker.Published).Value);
        await node.Eventually(async () => await Repo.Count(Query.From<OutboxMessage>()), count => count == 0);
    }

    [Fact]
    public async Task A_message_that_comes_twice_counts_once()
    {
        var stock = new Stock(Repo);
        var taken = 0;
        Task Work()
        {
            taken++;
            return Task.CompletedTask;
        }

        Assert.True((await stock.Take("outbox-1", Work)).OrThrow());
        Assert.False((await stock.Take("outbox-1", Work)).OrThrow());
        Assert.True((await stock.Take("outbox-2", Work)).OrThrow());
        Assert.Equal(2, taken);
    }

    [Fact]
    public async Task A_trip_goes_on_where_its_process_crashed()
    {
        var travel = new Travel { HotelFailsOnce = true };
        await using var node = Node<ITravel>(travel);
        await node.StartSupervised(DynamicSupervisor.Child("trips"));

        var trip = await node.Run(_ => new Trips(Repo).Book("LH 17", "Ritz"));
        await node.Eventually(async () => (await Repo.ReloadOrThrow(trip)).Stage, stage => stage == Stage.Confirmed);

        Assert.Single(node.Log.Crashes);
        Assert.Equal(["flight", "hotel", "hotel"], travel.Asked);
    }

    [Fact]
    public async Task A_trip_without_a_hotel_gives_its_flight_back_also_after_a_new_start_of_the_program()
    {
        var travel = new Travel { HotelIsFull = true };
        await using var node = Node<ITravel>(travel);
        var trip = await Repo.InsertOrThrow(new Trip { Flight = "LH 17", Hotel = "Ritz", Stage = Stage.FlightTaken });

        await node.StartSupervised(Supervisor.Child(Supervisor.RestForOne(DynamicSupervisor.Child("trips"), TripsUnderWay.Child()), "travel"));
        await node.Eventually(async () => (await Repo.ReloadOrThrow(trip)).Stage, stage => stage == Stage.Cancelled);

        Assert.Equal(["hotel", "back"], travel.Asked);
    }

    [Fact]
    public async Task An_account_is_what_its_events_say_and_notices_that_another_has_written()
    {
        await using var node = Node<ITravel>(new Travel());
        var ledger = await node.StartSupervised<Ledger.Ref>(Ledger.Child("DE-17") with { Name = "ledger" });
        Assert.Equal(20, (await ledger.Book(20)).OrThrow());
        Assert.Equal("not_enough", Assert.IsType<Error<decimal>>(await ledger.Book(-30)).Reason.Tag);

        await Repo.InsertOrThrow(new AccountEvent { Account = "DE-17", Number = 2, Amount = 5 });
        Assert.True((await ledger.TryBook(1)) is Error<Result<decimal>>);
        await node.Eventually(async () => await node.Ref<Ledger.Ref>("ledger").TryAmount(), amount => amount is Ok<decimal>(25));
    }

    [Fact]
    public async Task One_of_several_has_the_lease_until_it_lets_it_run_out()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var (first, second) = (new Leases(Repo, clock), new Leases(Repo, clock));

        Assert.True(await first.Take("report", TimeSpan.FromSeconds(30)));
        Assert.False(await second.Take("report", TimeSpan.FromSeconds(30)));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True(await first.Take("report", TimeSpan.FromSeconds(30)));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await second.Take("report", TimeSpan.FromSeconds(30)));
        Assert.False(await first.Take("report", TimeSpan.FromSeconds(30)));
    }

    private TestNode Node<T>(T service)
        where T : class =>
        TestNode.Start(virtualTime: true, o => o.Services = new ServiceCollection().AddSingleton(service).AddSingleton(Repo).AddSingleton<Trips>().BuildServiceProvider());

    private sealed class Broker : IBroker
    {
        public bool IsAway { get; set; }

        public Dictionary<string, string> Published { get; } = [];

        public Task Publish(string key, string topic, string body)
        {
            if (IsAway)
                throw new HttpRequestException("the broker is away");
            Published[key] = $"{topic}: {body}";
            return Task.CompletedTask;
        }
    }

    private sealed class Travel : ITravel
    {
        public bool HotelFailsOnce { get; set; }

        public bool HotelIsFull { get; init; }

        public List<string> Asked { get; } = [];

        public Task<bool> TakeFlight(long trip, string flight)
        {
            Asked.Add("flight");
            return Task.FromResult(true);
        }

        public Task<bool> TakeHotel(long trip, string hotel)
        {
            Asked.Add("hotel");
            if (!HotelFailsOnce)
                return Task.FromResult(!HotelIsFull);
            HotelFailsOnce = false;
            throw new HttpRequestException("no answer");
        }

        public Task GiveFlightBack(long trip)
        {
            Asked.Add("back");
            return Task.CompletedTask;
        }
    }
}
