using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Testing;

namespace Zhar.Docs.Tests.Patterns;

/// <summary>The code of the page on patterns of processes, run.</summary>
public sealed class PatternsProcessesTests
{
    [Fact]
    public async Task A_pool_works_on_some_keeps_some_waiting_and_refuses_the_rest()
    {
        var pages = new Pages();
        await using var node = Node<IPages>(pages);
        await node.StartSupervised(Supervisor.Child<DrawingSupervisor>());
        var pool = node.Ref<DrawingPool.Ref>(DrawingPool.Name);

        var first = node.Run(async _ => await pool.Draw("first"));
        var second = node.Run(async _ => await pool.Draw("second"));
        await node.Eventually(() => pages.Begun.Count == 2);
        var third = node.Run(async _ => await pool.Draw("third"));
        await node.Eventually(async () => await Sys.GetState<DrawingPool.Desk>(new ServerRef(DrawingPool.Name, node.Node)), desk => desk.Waiting.Count == 1);
        var fourth = await node.Run(async _ => await pool.Draw("fourth"));

        Assert.Equal("busy", Assert.IsType<Error<string>>(fourth).Reason.Tag);
        pages.Begun["first"].SetResult("<svg>");
        Assert.Equal("<svg>", (await first).OrThrow());
        await node.Eventually(() => pages.Begun.ContainsKey("third"));
        pages.Begun["second"].SetException(new InvalidOperationException("no such page"));
        Assert.Equal("no such page", Assert.IsType<Error<string>>(await second).Reason.Exception?.Message);
        pages.Begun["third"].SetResult("<svg/>");
        Assert.Equal("<svg/>", (await third).OrThrow());
    }

    [Fact]
    public async Task A_breaker_opens_rests_and_tries_one()
    {
        await using var node = TestNode.Start(virtualTime: true);
        await node.StartSupervised(StateMachine.Child(() => new Breaker(failures: 2, TimeSpan.FromSeconds(30)), name: "bank"));
        var works = false;
        var asked = 0;
        ValueTask<Result<int>> Ask() => new(node.Run(_ => Breaker.Run("bank", () =>
        {
            asked++;
            return works ? Task.FromResult(7) : throw new HttpRequestException("refused");
        })));

        Assert.NotNull(Assert.IsType<Error<int>>(await Ask()).Reason.Exception);
        await Ask();
        Assert.Equal("open", Assert.IsType<Error<int>>(await Ask()).Reason.Tag);
        Assert.Equal(2, asked);

        node.Clock.Advance(TimeSpan.FromSeconds(30));
        await node.Eventually(Ask, _ => asked == 3);
        Assert.Equal("open", Assert.IsType<Error<int>>(await Ask()).Reason.Tag);

        works = true;
        node.Clock.Advance(TimeSpan.FromSeconds(30));
        await node.Eventually(Ask, static answer => answer is Ok<int>(7));
        Assert.Equal(7, (await Ask()).OrThrow());
    }

    [Fact]
    public async Task A_rate_is_limited_by_second()
    {
        await using var node = TestNode.Start(virtualTime: true);
        await node.StartSupervised(RateLimit.Child("logins"));
        ValueTask<bool[]> Ask(string who) => new(node.Run(_ => Task.FromResult(Enumerable.Range(0, 3).Select(_ => RateLimit.Allows("logins", who, perSecond: 2)).ToArray())));

        Assert.Equal((bool[])[true, true, false], await Ask("ada"));
        Assert.Equal((bool[])[true, true, false], await Ask("grace"));
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.Eventually(() => Ask("ada"), static asked => asked is [true, true, false]);
    }

    [Fact]
    public async Task A_cache_asks_once_for_all_who_wait_and_again_when_it_is_old()
    {
        var list = new PriceList();
        await using var node = Node<IPriceList>(list, virtualTime: true);
        await node.StartSupervised(TaskSupervisor.Child("price loads"));
        await node.StartSupervised(Prices.Child() with { Name = Prices.Name });
        Task<Result<decimal>> Price(string article) => node.Run(async _ => await Prices.Of(article));

        var both = new[] { Price("tea"), Price("tea") };
        await node.Eventually(async () => await Sys.GetState<Prices.Cache>(new ServerRef(Prices.Name, node.Node)), cache => cache.Loads.TryGetValue("tea", out var load) && load.Waiting.Count == 2);
        list.Answer.SetResult(3.5m);
        Assert.All(await Task.WhenAll(both), price => Assert.Equal(3.5m, price.OrThrow()));
        Assert.Equal(3.5m, (await Price("tea")).OrThrow());
        Assert.Equal(1, list.Asked);

        list.Answer = new();
        list.Answer.SetException(new HttpRequestException("gone"));
        node.Clock.Advance(TimeSpan.FromMinutes(1));
        var old = await node.Eventually(async () => await Price("tea"), static price => price is Error<decimal>);
        Assert.Equal("gone", Assert.IsType<Error<decimal>>(old).Reason.Exception?.Message);
        Assert.Equal(2, list.Asked);
    }

    [Fact]
    public async Task A_basket_is_there_when_asked_for_and_gone_when_nobody_does()
    {
        await using var node = TestNode.Start(virtualTime: true);
        await node.StartSupervised(Supervisor.Child<Baskets>());

        Assert.Equal(1, await node.Run(async _ => await (await Baskets.Of("ada")).Add("tea")));
        Assert.Equal(2, await node.Run(async _ => await (await Baskets.Of("ada")).Add("milk")));
        node.Clock.Advance(TimeSpan.FromMinutes(31));
        await node.Eventually(async () => await node.Run(static _ => Task.FromResult(Baskets.Open.Count())), static open => open == 0);
        Assert.Equal(1, await node.Run(async _ => await (await Baskets.Of("ada")).Add("bread")));
    }

    [Fact]
    public async Task What_is_noted_is_stored_in_batches_and_at_the_end()
    {
        var store = new AuditStore();
        await using (var node = Node<IAuditStore>(store, virtualTime: true))
        {
            var log = await node.StartSupervised<AuditLog.Ref>(AuditLog.Child());
            log.Note("a");
            log.Note("b");
            node.Clock.Advance(TimeSpan.FromSeconds(1));
            await node.Eventually(() => store.Batches.ToArray() is ["a b"]);

            for (var i = 0; i < 100; i++)
                log.Note("x");
            await node.Eventually(() => store.Batches.Count == 2);

            log.Note("last");
        }

        Assert.Equal("last", store.Batches.Last());
    }

    [Fact]
    public async Task A_base_class_gives_a_family_of_servers_its_behaviour()
    {
        var bank = new Bank();
        await using var node = Node<IBank>(bank, virtualTime: true);
        var rate = await node.StartSupervised<ExchangeRate.Ref>(ExchangeRate.Child());

        Assert.Equal(1, await rate.Last());
        node.Clock.Advance(TimeSpan.FromSeconds(10));
        await node.Eventually(async () => await rate.Last(), static last => last == 2);
    }

    private static TestNode Node<T>(T service, bool virtualTime = false)
        where T : class =>
        TestNode.Start(virtualTime, o => o.Services = new ServiceCollection().AddSingleton(service).BuildServiceProvider());

    private sealed class Pages : IPages
    {
        public ConcurrentDictionary<string, TaskCompletionSource<string>> Begun { get; } = new();

        public Task<string> Draw(string page) => Begun.GetOrAdd(page, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private sealed class PriceList : IPriceList
    {
        public int Asked { get; private set; }

        public TaskCompletionSource<decimal> Answer { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<decimal> Price(string article)
        {
            Asked++;
            return Answer.Task;
        }
    }

    private sealed class AuditStore : IAuditStore
    {
        public ConcurrentQueue<string> Batches { get; } = [];

        public Task Append(IReadOnlyList<string> lines)
        {
            Batches.Enqueue(string.Join(' ', lines));
            return Task.CompletedTask;
        }
    }

    private sealed class Bank : IBank
    {
        private int _asked;

        public Task<decimal> EuroInDollars() => Task.FromResult((decimal)++_asked);
    }
}
