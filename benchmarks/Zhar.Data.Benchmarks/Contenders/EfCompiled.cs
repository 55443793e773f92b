using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Zhar.Data.Benchmarks;

/// <summary>EF Core at its fastest: queries that are compiled ahead, for one model each, and an update that reads nothing.</summary>
internal sealed class EfCompiled(Database database) : IContender
{
    internal const string Label = "EF Core compiled";

    private readonly Func<BenchContext, long, Task<PlainWriter?>> _byId = EF.CompileAsyncQuery((BenchContext context, long id) => context.Writers.FirstOrDefault(w => w.Id == id));

    private readonly Func<BenchContext, long, int, IAsyncEnumerable<PlainWriter>> _younger =
        EF.CompileAsyncQuery((BenchContext context, long id, int age) => context.Writers.Where(w => w.Id == id).Where(w => w.Age < age));

    private readonly Func<BenchContext, long, IAsyncEnumerable<PlainWork>> _worksOf =
        EF.CompileAsyncQuery((BenchContext context, long id) => context.Works.Where(w => w.WriterId == id).OrderBy(w => w.Id).Take(Database.Listed));

    private readonly Func<BenchContext, long, IAsyncEnumerable<PlainWriter>> _withWorks =
        EF.CompileAsyncQuery((BenchContext context, long last) => context.Writers.Where(w => w.Id <= last).OrderBy(w => w.Id).Include(w => w.Works).AsSplitQuery());

    private readonly PooledDbContextFactory<BenchContext> _contexts = new(BenchContext.For(database));

    public string Name => Label;

    public Func<int, Task>? For(Operation operation) => operation switch
    {
        Operation.Get => async n =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Key(Numbers.Writer(n), (await _byId(context, Numbers.Writer(n)))?.Id);
        },
        Operation.Update => async n =>
        {
            long id = Numbers.Writer(n), score = Numbers.NewScore(n);
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Count(1, await context.Writers.Where(w => w.Id == id).ExecuteUpdateAsync(set => set.SetProperty(w => w.Score, score)));
        },
        Operation.Query => async n =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Count(1, (await ToList(_younger(context, Numbers.Writer(n), 200))).Count);
        },
        Operation.List => async _ =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Count(Database.Listed, (await ToList(_worksOf(context, Database.Prolific))).Count);
        },
        Operation.Preload => async _ =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Count(Database.Owners * 5, (await ToList(_withWorks(context, Database.Owners))).Sum(static w => w.Works.Count));
        },
        _ => null,
    };

    public ValueTask DisposeAsync() => default;

    private static async Task<List<T>> ToList<T>(IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows)
            list.Add(row);
        return list;
    }
}
