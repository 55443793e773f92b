using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Zhar.Dashboard;

/// <summary>The names under which the data layer measures. By name, so that a program without a database needs none.</summary>
internal static class DataNames
{
    internal const string Meter = "Zhar.Data";
    internal const string Source = "Zhar.Data";
    internal const string Duration = "zhar.repo.duration";
    internal const string QueueTime = "zhar.repo.queue_time";
    internal const string Refused = "zhar.repo.refused";
    internal const string Lost = "zhar.repo.connections.lost";
}

/// <summary>The slowest statements and the last that failed, by the spans of the data layer. Parameters are in none of them.</summary>
internal sealed class QueryLog(TimeProvider clock)
{
    private const int Size = 50, MaxSql = 2_000;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Statement, TimeSpan> _slowest = new();
    private readonly Queue<Statement> _failed = new();

    internal void Add(Activity span)
    {
        var failed = span.Status == ActivityStatusCode.Error;
        lock (_gate)
        {
            if (!failed && _slowest.Count == Size && _slowest.TryPeek(out _, out var least) && span.Duration <= least)
                return;
        }

        var sql = Text(span, "db.query.text");
        var statement = new Statement(clock.GetUtcNow(), span.DisplayName, Text(span, "repo"), sql.Length <= MaxSql ? sql : sql[..MaxSql] + "…", span.Duration);
        lock (_gate)
        {
            if (_slowest.Count < Size)
                _slowest.Enqueue(statement, statement.Duration);
            else
                _slowest.EnqueueDequeue(statement, statement.Duration);
            if (!failed)
                return;
            if (_failed.Count == Size)
                _failed.Dequeue();
            _failed.Enqueue(statement);
        }
    }

    internal ImmutableArray<Statement> Slowest()
    {
        lock (_gate)
            return [.. _slowest.UnorderedItems.Select(static i => i.Element).OrderByDescending(static s => s.Duration)];
    }

    internal ImmutableArray<Statement> Failed()
    {
        lock (_gate)
            return [.. _failed.Reverse()];
    }

    private static string Text(Activity span, string tag) => Convert.ToString(span.GetTagItem(tag), CultureInfo.InvariantCulture) ?? "";
}

/// <summary>One statement of a repo.</summary>
internal sealed record Statement(DateTimeOffset Time, string Name, string Repo, string Sql, TimeSpan Duration);

/// <summary>What repos have done since the listening began.</summary>
internal sealed record QueriesSnapshot(ImmutableArray<SeriesSnapshot> Series, ImmutableArray<Statement> Slowest, ImmutableArray<Statement> Failed)
{
    internal static QueriesSnapshot Empty { get; } = new([], [], []);

    internal SeriesSnapshot? Find(string name) => Series.FirstOrDefault(s => s.Name == name);
}
