using System.Globalization;
using Zhar.Benchmarks;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Data.Benchmarks.Chapters;

/// <summary>Each operation by each contender on one database, with the budgets over ADO.NET by hand.</summary>
internal sealed class Operations(string database, Func<Task<Database>> create) : IChapter
{
    private static readonly IReadOnlyList<Budget> Budgets =
    [
        new(Operation.Get, "get by key", 1.25, 1.5, MoreMicroseconds: 10),
        new(Operation.Insert, "insert one", 1.25, 1.5, MoreMicroseconds: 10),
        new(Operation.Update, "update one", 1.25, 1.5, MoreMicroseconds: 10),
        new(Operation.Query, "query, plan kept", 1.4, 2, MoreMicroseconds: 8, MoreKilobytes: 2),
        new(Operation.List, $"list {Database.Listed}", 1.15, 1.2),
        new(Operation.InsertAll, $"insert {Database.Bulk}", 1.3),
        new(Operation.Preload, $"preload {Database.Owners} x 5", 1.2),
    ];

    public string Name => database;

    public async Task Run(Session session)
    {
        await using var made = await create();
        await using var zhar = new ZharRepo(made);
        IContender[] contenders = [new RawAdo(made), zhar, new DapperQueries(made), new LinqToDb(made), new EfCore(made), new EfCompiled(made)];
        foreach (var budget in Budgets.Where(b => session.Options.Wants(Name, b.Operation.ToString())))
        {
            var contest = new Contest(session, withLimits: false, leastOperations: budget.Operation is Operation.InsertAll ? 2 : 50, between: made.Clear);
            List<string> taking = [];
            foreach (var contender in contenders)
            {
                if (contender.For(budget.Operation) is not { } once)
                    continue;
                var number = 0;
                taking.Add(contender.Name);
                contest.Add(contender.Name, async n =>
                {
                    for (var i = 0; i < n; i++)
                        await once(number++);
                });
            }

            await contest.Run();
            Report(session, budget, contest, taking, made.Name);
            if (budget.Operation is Operation.Preload)
                session.Add(Row.Absolute($"{made.Name}, {budget.Title}, statements", await zhar.CountStatements(budget.Operation), "statements", 2));
        }
    }

    private static void Report(Session session, Budget budget, Contest contest, List<string> contenders, string database)
    {
        var title = $"{database}, {budget.Title}";
        var zhar = contest[ZharRepo.Label];
        var raw = contest[RawAdo.Label];
        session.Add(Row.Relative(title, Microseconds(zhar), "us", Microseconds(raw), RawAdo.Label, budget.Time));
        if (budget.MoreMicroseconds is { } more)
            session.Add(Row.Absolute($"{title}, beyond {RawAdo.Label}", Microseconds(zhar) - Microseconds(raw), "us", more));
        if (budget.Bytes is { } bytes)
            session.Add(Row.Relative($"{title}, bytes", Kilobytes(zhar), "KB", Kilobytes(raw), RawAdo.Label, bytes));
        else
            session.Add(Reported($"{title}, bytes", Kilobytes(zhar), "KB", Kilobytes(raw)));
        if (budget.MoreKilobytes is { } kilobytes)
            session.Add(Row.Absolute($"{title}, bytes beyond {RawAdo.Label}", Kilobytes(zhar) - Kilobytes(raw), "KB", kilobytes));

        var ef = contenders.Where(static c => c is EfCore.Label or EfCompiled.Label).MinBy(c => contest[c].Least)!; // EF Core does all of it
        session.Add(Row.Relative($"{title}, ahead of EF Core", Microseconds(zhar), "us", Microseconds(contest[ef]), ef, 1));
        foreach (var other in contenders.Where(static c => c is not (ZharRepo.Label or RawAdo.Label)))
        {
            session.Add(Reported($"{title}, {other}", Microseconds(contest[other]), "us", Microseconds(raw)));
            session.Add(Reported($"{title}, {other}, bytes", Kilobytes(contest[other]), "KB", Kilobytes(raw)));
        }
    }

    private static Row Reported(string name, double value, string unit, double raw) =>
        new(name, value, unit, value / raw, string.Create(CultureInfo.InvariantCulture, $"{RawAdo.Label} = {Row.Number(raw)} {unit}"), Row.Reported, true);

    private static double Microseconds(Contest.Figure figure) => figure.Least / 1000;

    private static double Kilobytes(Contest.Figure figure) => figure.Bytes / 1024;

    /// <summary>What an operation may cost, as multiples of ADO.NET by hand and beyond it.</summary>
    private sealed record Budget(Operation Operation, string Title, double Time, double? Bytes = null, double? MoreMicroseconds = null, double? MoreKilobytes = null);
}
