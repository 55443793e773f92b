using System.Diagnostics;
using System.Runtime.CompilerServices;
using Zhar.Benchmarks;
using Zhar.Benchmarks.Children;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Data.Benchmarks.Chapters;

/// <summary>The first read by key in a fresh OS process, from before anything of the library is loaded.</summary>
internal sealed class ColdStart : IChapter
{
    internal const string Scenario = "cold";

    private static readonly string[] Others = ["ado", "dapper", "linq2db", "ef", "ef-compiled"];

    public string Name => "cold";

    public async Task Run(Session session)
    {
        await using var database = await SqliteDatabase.Create();
        var runs = session.Options.Quick ? 3 : 7;
        var zhar = await Milliseconds(database, "zhar", runs);
        session.Add(Row.Absolute("first read by key in a process", zhar, "ms", 120));
        var slowest = session.Options.Quick ? 1 : 3;
        foreach (var other in Others)
            session.Add(Row.Report($"first read by key in a process, {other}", await Milliseconds(database, other, slowest), "ms"));
    }

    /// <summary>In the child.</summary>
    internal static async Task RunHere(string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        await Read(arguments[0], new SqliteDatabase(arguments[1]));
        Child.Figure("ms", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    // Each in a method of its own: what a method mentions is loaded before it runs.
    private static Task Read(string contender, Database database) => contender switch
    {
        "zhar" => Zhar(database),
        "ado" => Ado(database),
        "dapper" => Dapper(database),
        "linq2db" => Linq2Db(database),
        "ef" => Ef(database),
        "ef-compiled" => EfAhead(database),
        _ => throw new ArgumentException($"'{contender}' is none of zhar, {string.Join(", ", Others)}.", nameof(contender)),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Zhar(Database database) => Once(new ZharRepo(database));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Ado(Database database) => Once(new RawAdo(database));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Dapper(Database database) => Once(new DapperQueries(database));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Linq2Db(Database database) => Once(new LinqToDb(database));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task Ef(Database database) => Once(new EfCore(database));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task EfAhead(Database database) => Once(new EfCompiled(database));

    private static async Task Once(IContender contender)
    {
        await contender.For(Operation.Get)!(6); // all have it
        await contender.DisposeAsync();
    }

    private static async Task<double> Milliseconds(SqliteDatabase database, string contender, int runs)
    {
        var times = new List<double>();
        for (var run = 0; run < runs; run++)
            times.Add((await Child.Run(Scenario, TimeSpan.FromSeconds(30), contender, database.File))["ms"]);
        return Statistics.Median(times);
    }
}
