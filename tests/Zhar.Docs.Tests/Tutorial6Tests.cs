using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Docs.Tests.Tutorial1;
using Zhar.Testing;

namespace Zhar.Docs.Tests.Tutorial6;

/// <summary>The code of the tutorial's sixth part, run.</summary>
public sealed class Tutorial6Tests
{
    [Fact]
    public async Task A_server_on_another_node_is_used_like_a_local_one()
    {
        await using var cluster = await TestCluster.Start(nodes: 2);
        var (shop, warehouse) = (cluster[0], cluster[1]);
        await warehouse.Run(_ => Counter.Start(100, name: "stock").AsTask());

        Counter.Ref stock = Counter.Ref.At(ServerRef.On(warehouse.Node.Name, "stock").From(shop.Node));
        int count = await stock.Increment();               // 101, counted in the other node

        await cluster.Cut(shop, warehouse);
        Result<int> meanwhile = await stock.TryIncrement(); // an Error: the node is away
        await cluster.Heal(shop, warehouse);
        count = await stock.GetCount();                    // still 101

        Assert.Equal("nodedown", Assert.IsType<Error<int>>(meanwhile).Reason.Tag);
        Assert.Equal(101, count);
    }

    [Theory]
    [InlineData(null, "SHIPPING_URL is missing")]
    [InlineData("http://shipping:4000", null)]
    public void A_setting_that_is_missing_stops_the_start_with_its_name(string? url, string? problem)
    {
        var config = new ConfigurationBuilder().AddInMemoryCollection([new("SHIPPING_URL", url), new("DATABASE_URL", "sqlite::memory:")]).Build();

        var failure = Record.Exception(() => new ServiceCollection().AddSingleton<IConfiguration>(config).AddZhar<Application>(config));

        if (problem is null)
            Assert.Null(failure);
        else
            Assert.Contains(problem, failure?.ToString(), StringComparison.Ordinal);
    }
}
