using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Zhar.Data.Benchmarks;

/// <summary>EF Core with pooled contexts that track nothing they read.</summary>
internal sealed class EfCore(Database database) : IContender
{
    internal const string Label = "EF Core";

    private readonly PooledDbContextFactory<BenchContext> _contexts = new(BenchContext.For(database));

    public string Name => Label;

    public Func<int, Task>? For(Operation operation) => operation switch
    {
        Operation.Get => async n =>
        {
            var id = Numbers.Writer(n);
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Key(id, (await context.Writers.FirstOrDefaultAsync(w => w.Id == id))?.Id);
        },
        Operation.Insert => async n =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            context.Add(PlainEntry.Numbered(n));
            await context.SaveChangesAsync();
        },
        Operation.Update => async n =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            var writer = new PlainWriter { Id = Numbers.Writer(n) };
            context.Attach(writer);
            writer.Score = Numbers.NewScore(n);
            Check.Count(1, await context.SaveChangesAsync());
        },
        Operation.Query => async n =>
        {
            var id = Numbers.Writer(n);
            var age = 200;
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Count(1, (await context.Writers.Where(w => w.Id == id).Where(w => w.Age < age).ToListAsync()).Count);
        },
        Operation.List => async _ =>
        {
            var id = Database.Prolific;
            await using var context = await _contexts.CreateDbContextAsync();
            Check.Count(Database.Listed, (await context.Works.Where(w => w.WriterId == id).OrderBy(w => w.Id).Take(Database.Listed).ToListAsync()).Count);
        },
        Operation.InsertAll => async _ =>
        {
            await using var context = await _contexts.CreateDbContextAsync();
            context.AddRange(Numbers.Entries());
            await context.SaveChangesAsync();
        },
        Operation.Preload => async _ =>
        {
            var last = (long)Database.Owners;
            await using var context = await _contexts.CreateDbContextAsync();
            var writers = await context.Writers.Where(w => w.Id <= last).OrderBy(w => w.Id).Include(w => w.Works).AsSplitQuery().ToListAsync();
            Check.Count(Database.Owners * 5, writers.Sum(static w => w.Works.Count));
        },
        _ => null,
    };

    public ValueTask DisposeAsync() => default;
}
