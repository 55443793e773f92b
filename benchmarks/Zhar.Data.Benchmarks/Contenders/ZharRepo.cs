namespace Zhar.Data.Benchmarks;

/// <summary>A repo: what the budgets are about.</summary>
internal sealed class ZharRepo(Database database) : IContender
{
    internal const string Label = "Zhar";

    private static readonly Query<Writer> Writers = Query.From<Writer>();
    private static readonly Query<Work> Works = Query.From<Work>();

    private readonly BenchRepo _repo = BenchRepo.Open(database.RepoOptions);
    private readonly List<Entry> _entries = [.. Enumerable.Range(0, Database.Bulk).Select(Numbered)];

    public string Name => Label;

    public Func<int, Task>? For(Operation operation) => operation switch
    {
        Operation.Get => async n => Check.Key(Numbers.Writer(n), (await _repo.Get<Writer>(Numbers.Writer(n)))?.Id),
        Operation.Insert => async n => await _repo.InsertOrThrow(Numbered(n)),
        Operation.Update => async n => await _repo.UpdateOrThrow(Read[(int)Numbers.Writer(n) - 1].Change().PutChange(w => w.Score, Numbers.NewScore(n))),
        Operation.Query => async n =>
        {
            var id = Numbers.Writer(n);
            var age = 200;
            Check.Count(1, (await _repo.All(Writers.Where(w => w.Id == id).Where(w => w.Age < age))).Count);
        },
        Operation.List => async _ =>
        {
            var id = Database.Prolific;
            Check.Count(Database.Listed, (await _repo.All(Works.Where(w => w.WriterId == id).OrderBy(w => w.Id).Take(Database.Listed))).Count);
        },
        Operation.InsertAll => async _ => Check.Count(Database.Bulk, (int)(await _repo.InsertAll(_entries)).Count),
        Operation.Preload => async _ =>
        {
            var last = (long)Database.Owners;
            var works = 0;
            foreach (var writer in await _repo.All(Writers.Where(w => w.Id <= last).OrderBy(w => w.Id).Preload(w => w.Works)))
                works += writer.Works.Count;
            Check.Count(Database.Owners * 5, works);
        },
        _ => null,
    };

    /// <summary>The statements that an operation sends.</summary>
    internal async Task<int> CountStatements(Operation operation)
    {
        var count = 0;
        using var watch = _repo.Observe(_ => count++);
        await For(operation)!(0); // there is one for each
        return count;
    }

    public ValueTask DisposeAsync() => _repo.DisposeAsync();

    private List<Writer> Read => field ??= _repo.All(Writers.OrderBy(w => w.Id)).GetAwaiter().GetResult();

    private static Entry Numbered(int number) => new() { Name = "An entry", Email = "entry@example.org", Age = 40, Score = number };
}
