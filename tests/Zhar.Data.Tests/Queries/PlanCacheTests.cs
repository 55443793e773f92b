namespace Zhar.Data.Tests;

public sealed class PlanCacheTests
{
    private static readonly Query<User> Users = Query.From<User>();

    [Fact]
    public void Other_values_are_the_same_plan()
    {
        var compiler = new QueryCompiler("postgres");

        var plans = new[] { "Ann", "Bob", "" }.Select(name => Plan(compiler, Users.Where(u => u.Name == name))).ToList();

        Assert.Single(plans.Distinct());
        Assert.Equal(1, compiler.CachedPlans);
    }

    [Fact]
    public void Lists_of_any_length_are_the_same_plan()
    {
        var compiler = new QueryCompiler("postgres");

        var plans = new[] { [], [1], Enumerable.Range(1, 1000).ToArray() }.Select(ids => Plan(compiler, Users.Where(u => ids.Contains(u.Id)))).ToList();

        Assert.Single(plans.Distinct());
    }

    [Fact]
    public void What_changes_the_SQL_is_another_plan()
    {
        var compiler = new QueryCompiler("postgres");
        string? none = null;
        string? some = "x";
        var (yes, no) = (true, false);

        QueryPlan[] plans =
        [
            Plan(compiler, Users.Where(u => u.Email == none)), Plan(compiler, Users.Where(u => u.Email == some)),
            Plan(compiler, Users.Where(u => yes || u.IsActive)), Plan(compiler, Users.Where(u => no || u.IsActive)),
            Plan(compiler, Users.Take(1)), Plan(compiler, Users.Take(2)),
            Plan(compiler, Users.Where(u => u.Id == 1)), Plan(compiler, Users.Where(u => u.Id == 2)),
            Plan(compiler, Users.Prefix("a")), Plan(compiler, Users.Prefix("b")), Plan(compiler, Users), Plan(compiler, Users, prefix: "a"),
            Plan(compiler, Query.From<User>("others")), Plan(compiler, Users.Lock(RowLock.ForUpdate)), Plan(compiler, Users.Lock(RowLock.ForShare)),
        ];

        Assert.Equal(plans.Length, plans.Distinct().Count());
    }

    [Fact]
    public void A_query_inside_a_lambda_is_part_of_the_shape_with_its_limit()
    {
        var compiler = new QueryCompiler("postgres");
        var titles = new List<string>();
        foreach (var count in new[] { 1, 2 })
        {
            var query = Users.SelectMany(u => Query.From<Post>().Where(p => p.UserId == u.Id).OrderBy(p => p.Id).Take(count), (u, p) => p.Title);
            titles.Add(Plan(compiler, query).Statement(new Postgres.PostgresAdapter().Dialect).Text);
        }

        Assert.Contains("LIMIT 1", titles[0]);
        Assert.Contains("LIMIT 2", titles[1]);
    }

    [Fact]
    public void A_statement_that_may_depend_on_more_than_its_shape_is_not_kept()
    {
        var compiler = new QueryCompiler("postgres");
        var unused = 5;

        // The compiler leaves the variable out of the SQL, so nothing tells whether another value would do the same.
        Plan(compiler, Users.Where(u => u.Id == 1 || unused == unused + u.Id - u.Id));
        var kept = compiler.CachedPlans;
        Plan(compiler, Users.Where(u => u.Id > unused));

        Assert.InRange(kept, 0, 1);
        Assert.Equal(kept + 1, compiler.CachedPlans);
    }

    [Fact]
    public void A_full_cache_starts_anew()
    {
        var compiler = new PlanCache();
        var plan = new QueryPlan(StatementKind.Select, "users", ["select 1"], [], []);

        for (var i = 0; i < 5_000; i++)
            compiler.Add([i], plan);

        Assert.InRange(compiler.Count, 1, 2_048);
        Assert.Same(plan, compiler.Find([4_999]));
        Assert.Null(compiler.Find([1]));
    }

    [Fact]
    public void A_hit_allocates_little()
    {
        var compiler = new QueryCompiler("postgres");
        var name = "Ann";
        var query = Users.Where(u => u.Name == name).OrderBy(u => u.Id).Take(20);
        Plan(compiler, query);
        Plan(compiler, query);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Plan(compiler, query);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        Assert.InRange(each, 0, 2_048);
    }

    private static QueryPlan<T> Plan<T>(QueryCompiler compiler, Query<T> query, string? prefix = null) => compiler.Rows<T>(query.Expression, prefix, out _);
}
