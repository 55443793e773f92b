using System.Collections.Immutable;
using Zhar;

namespace Zhar.Docs.Tests.Patterns;

public interface ISupplier
{
    Task<ImmutableList<string>> Articles();
}

public sealed partial class Catalogue : GenServer<ImmutableList<string>>
{
    private Init<ImmutableList<string>> Init() => Ok([]);

    [Cast] private void Replace(ImmutableList<string> articles) => State = articles;

    [Call] private ImmutableList<string> All() => State;
}

public sealed partial class Importer(ISupplier supplier) : GenServer<int>
{
    private sealed record Load;

    private Init<int> Init() => Ok(0).ThenContinue(new Load());

    [Continue] private Task OnLoad(Load _) => Import();

    [Tick("00:15:00")]
    private async Task Import()
    {
        Catalogue.Ref catalogue = Catalogue.Name;
        catalogue.Replace(await supplier.Articles());
        State++;
    }

    [Call] private int Imports() => State;
}

public sealed class StoreSupervisor : Supervisor
{
    protected override SupervisorSpec Init() => RestForOne(
        Catalogue.Child() with { Name = Catalogue.Name },
        Child<Baskets>(),
        Child(
            OneForOne(
                Importer.Child() with { Name = Importer.Name, Backoff = new Backoff(TimeSpan.FromSeconds(1)) }) with { MaxRestarts = 20, RestartWindow = TimeSpan.FromMinutes(1) },
            "imports"));
}

public static class Vat
{
    public static decimal Of(decimal net, string country) => net * country switch { "DE" => 0.19m, "FR" => 0.20m, _ => 0 };
}
