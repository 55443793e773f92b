using System.Data.Common;

namespace Zhar.Data.Benchmarks;

/// <summary>A database with the same tables and rows for all contenders.</summary>
internal abstract class Database : IAsyncDisposable
{
    internal const int Writers = 1000;

    /// <summary>Owners of a preload, each with five works.</summary>
    internal const int Owners = 20;

    /// <summary>The writer who has <see cref="Listed"/> works.</summary>
    internal const long Prolific = Writers;

    internal const int Listed = 100;

    internal const int Bulk = 1000;

    internal abstract string Name { get; }

    /// <summary>For the drivers' own pools, which the other contenders use.</summary>
    internal abstract string ConnectionString { get; }

    internal abstract RepoOptions RepoOptions { get; }

    /// <summary>A closed connection of the driver's pool.</summary>
    internal abstract DbConnection Connect();

    /// <summary>A statement of ours, with its parameters @p1, @p2 as this driver has them at its fastest.</summary>
    internal abstract string Sql(string text);

    internal abstract DbParameter Parameter<T>(int position, T value);

    /// <summary>A condition on a column by one list of numbers.</summary>
    internal abstract string AnyOf(string column, int position);

    /// <summary>The list, as that parameter's value.</summary>
    internal abstract object Numbers(long[] values);

    /// <summary>As fast as the driver inserts many rows.</summary>
    internal abstract Task InsertAll(IReadOnlyList<PlainEntry> entries);

    public abstract ValueTask DisposeAsync();

    internal async Task Execute(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Creates and fills the tables.</summary>
    protected Task Fill(string key) => Execute($"""
        create table writers (id {key}, name text not null, email text not null, age integer, score bigint not null);
        create table works (id {key}, writer_id bigint not null, title text not null, score integer not null);
        create table entries (id {key}, name text not null, email text not null, age integer, score bigint not null);
        create index works_writer_id_index on works (writer_id);
        insert into writers (id, name, email, age, score) with recursive n (i) as (select 1 union all select i + 1 from n where i < {Writers}) select i, 'Writer', 'writer@example.org', 20 + i % 60, i from n;
        insert into works (writer_id, title, score) with recursive n (i) as (select 0 union all select i + 1 from n where i < {(Writers * 5) - 6}) select 1 + i / 5, 'A title of some length', i % 10 from n;
        insert into works (writer_id, title, score) with recursive n (i) as (select 1 union all select i + 1 from n where i < {Listed}) select {Prolific}, 'A title of some length', i % 10 from n;
        analyze
        """);

    internal Task Clear() => Execute("delete from entries");
}
