using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Testing;

namespace Zhar.Docs.Tests.Patterns;

/// <summary>The code of the page on the design of a tree, run.</summary>
public sealed class PatternsSupervisionTests
{
    [Fact]
    public async Task A_supplier_that_does_not_answer_hurts_only_the_import_and_is_asked_less_and_less_often()
    {
        var supplier = new Supplier { Failures = 3 };
        await using var node = TestNode.Start(virtualTime: true, o => o.Services = new ServiceCollection().AddSingleton<ISupplier>(supplier).BuildServiceProvider());
        var store = await node.StartSupervised(Supervisor.Child<StoreSupervisor>());
        var catalogue = node.Ref<Catalogue.Ref>(Catalogue.Name);
        var before = node.Run(_ => Task.FromResult(Process.WhereIs(Catalogue.Name)));

        await node.Eventually(() => supplier.Asked == 2);
        Assert.Empty(await catalogue.All());
        await ImportWaits();
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.Eventually(() => supplier.Asked == 3);
        await ImportWaits();
        node.Clock.Advance(TimeSpan.FromSeconds(2));

        await node.Eventually(async () => await catalogue.All(), all => all is ["tea"]);
        Assert.Equal(await before, await node.Run(_ => Task.FromResult(Process.WhereIs(Catalogue.Name))));
        Assert.Equal(3, node.Log.Crashes.Count);

        // Until its supervisor has seen the end of it, there is no timer for the clock to fire.
        Task ImportWaits() => node.Eventually(() => new ValueTask<ChildState>(node.Run(async _ =>
        {
            var imports = (await Supervisor.WhichChildren(store)).Single(child => child.Id is "imports").Pid;
            return (await Supervisor.WhichChildren(imports)).Single().State;
        })), state => state == ChildState.Restarting);
    }

    [Fact]
    public void What_only_computes_is_no_process() => Assert.Equal(19, Vat.Of(100, "DE"));

    private sealed class Supplier : ISupplier
    {
        public int Failures { get; init; }

        public int Asked { get; private set; }

        public Task<ImmutableList<string>> Articles() => ++Asked <= Failures
            ? throw new HttpRequestException("no answer")
            : Task.FromResult(ImmutableList.Create("tea"));
    }
}
