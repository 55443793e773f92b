namespace Zhar.Data.Benchmarks;

/// <summary>The SQL that a person would write.</summary>
internal sealed class Statements(Database database)
{
    internal string Get { get; } = database.Sql("select id, name, email, age, score from writers where id = @p1");

    internal string Insert { get; } = database.Sql("insert into entries (name, email, age, score) values (@p1, @p2, @p3, @p4) returning id");

    internal string Update { get; } = database.Sql("update writers set score = @p1 where id = @p2");

    internal string Query { get; } = database.Sql("select id, name, email, age, score from writers where id = @p1 and age < @p2");

    internal string List { get; } = database.Sql($"select id, writer_id, title, score from works where writer_id = @p1 order by id limit {Database.Listed}");

    internal string Owners { get; } = database.Sql("select id, name, email, age, score from writers where id <= @p1 order by id");

    internal string Owned { get; } = database.Sql($"select id, writer_id, title, score from works where {database.AnyOf("writer_id", 1)} order by id");
}
