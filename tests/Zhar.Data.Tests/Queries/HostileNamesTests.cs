using System.Text.RegularExpressions;

namespace Zhar.Data.Tests.Queries;

/// <summary>Texts that become part of the SQL stay inside their quotes, whatever is in them.</summary>
public sealed partial class HostileNamesTests
{
    private static readonly string[] Names =
    [
        "evil\"; drop table users; --", "evil`; drop table users; --", "evil'; drop table users; --", "evil\\'; drop table users; --", "evil]; drop table users; --",
        "evil;drop/**/table/**/users;--", "{0}", "{1}", "}{", "$1", "@p1", "evil\\", "a.evil", "--evil", "/*evil", "\n;evil", "[evil", "evil\"", "evil`", "",
    ];

    private static readonly Dictionary<string, Dialect> Dialects = new()
    {
        ["postgres"] = new Postgres.PostgresAdapter().Dialect, ["sqlite"] = new Sqlite.SqliteAdapter().Dialect, ["mysql"] = new MySqlStandIn().Dialect,
    };

    [Fact]
    public void Prefixes_and_sources() => EachName((name, dialect) =>
    {
        if (name.Length == 0)
            return;
        if (dialect == "sqlite" && name.AsSpan().ContainsAny('[', ']'))
        {
            Assert.Throws<QueryException>(() => Sql(Query.From<Post>(name).Select(p => p.Id), dialect));
            return;
        }

        AssertQuoted(name, dialect, Sql(Query.From<Post>().Select(p => p.Id), dialect, name));
        AssertQuoted(name, dialect, Sql(Query.From<Post>(name).Select(p => p.Id), dialect));
    });

    [Fact]
    public void Identifiers_of_fragments() => EachName((name, dialect) =>
    {
        foreach (var other in Names)
        {
            var sql = Sql(Query.From<Post>().Where(p => Fn.Fragment<bool>($"{Fn.Identifier(name)} = {Fn.Identifier(other)} and {p.Title} = {other}")).Select(p => p.Id), dialect);
            AssertQuoted(name, dialect, sql);
            AssertQuoted(other, dialect, sql);
        }
    });

    [Fact]
    public void Paths_into_JSON() => EachName((name, dialect) =>
    {
        var sql = Sql(Query.From<Everything>().Where(e => Fn.JsonText(e.Json, "a", name) == "x").Select(e => e.Id), dialect);
        Assert.DoesNotContain("evil", Bare(sql, dialect));
    });

    [Fact]
    public void Texts_in_lambdas() => EachName((name, dialect) =>
    {
        var sql = Sql(Query.From<Post>().Where(p => p.Title == "evil\\'; drop table users; -- \\" || p.Title.StartsWith("evil'\\") || Fn.Like(p.Title, name)).Select(p => new { p.Id, Text = "evil\\' \" ` evil" }), dialect);
        Assert.DoesNotContain("evil", Bare(sql, dialect));
    });

    private static void EachName(Action<string, string> check)
    {
        foreach (var dialect in Compiled.Dialects)
        {
            foreach (var name in Names)
            {
                try
                {
                    check(name, dialect);
                }
                catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
                {
                    throw new InvalidOperationException($"{dialect}, {name}: {e.Message}", e);
                }
            }
        }
    }

    private static void AssertQuoted(string name, string dialect, string sql)
    {
        var bare = Bare(sql, dialect);
        Assert.False(bare.Contains("evil", StringComparison.Ordinal) || bare.Contains("drop", StringComparison.Ordinal), $"{dialect}, {name}: {sql}");
    }

    private static string Sql<T>(Query<T> query, string dialect, string? prefix = null) =>
        new QueryCompiler(dialect).Rows<T>(query.Expression, prefix, out _).Statement(Dialects[dialect]).Text;

    /// <summary>The SQL without what stands in quotes, as the database's own scanner sees it.</summary>
    private static string Bare(string sql, string dialect)
    {
        return (dialect switch { "mysql" => MySql(), "sqlite" => Sqlite(), _ => Postgres() }).Replace(sql, "_");
    }

    [GeneratedRegex("""'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`""", RegexOptions.Singleline)]
    private static partial Regex MySql();

    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]]*\]|`(?:[^`]|``)*`""")]
    private static partial Regex Sqlite();

    [GeneratedRegex("""[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*["]""")]
    private static partial Regex Postgres();
}
