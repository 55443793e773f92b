namespace Zhar.Data.Tests;

public sealed class QuerySqlTests
{
    private static readonly Query<User> Users = Query.From<User>();
    private static readonly Query<Post> Posts = Query.From<Post>();

    [Theory]
    [InlineData("postgres", "SELECT u.id FROM users u WHERE u.name = $1 AND u.age > $2 AND u.id > 5 -- 'Ann', 18")]
    [InlineData("sqlite", "SELECT [u].[id] FROM [users] [u] WHERE [u].[name] = $1 AND [u].[age] > $2 AND [u].[id] > 5 -- 'Ann', 18")]
    [InlineData("mysql", "SELECT `u`.`id` FROM `users` `u` WHERE `u`.`name` = $1 AND `u`.`age` > $2 AND `u`.`id` > 5 -- 'Ann', 18")]
    public void Variables_are_parameters_and_literals_stay_literals(string dialect, string sql)
    {
        var name = "Ann";
        var age = 18;

        Assert.Equal(sql, Compiled.Sql(Users.Where(u => u.Name == name && u.Age > age && u.Id > 5).Select(u => u.Id), dialect));
    }

    [Theory]
    [InlineData("postgres", "SELECT u.id FROM users u WHERE u.id = ANY($1) -- [1, 2, 3]")]
    [InlineData("sqlite", "SELECT [u].[id] FROM [users] [u] WHERE [u].[id] IN (SELECT value FROM json_each($1)) -- '[1,2,3]'")]
    [InlineData("mysql", "SELECT `u`.`id` FROM `users` `u` WHERE `u`.`id` IN (SELECT j.v FROM JSON_TABLE($1, '$[*]' COLUMNS (v BIGINT PATH '$')) j) -- '[1,2,3]'")]
    public void A_list_is_one_parameter_whichever_Contains_the_compiler_has_bound(string dialect, string sql)
    {
        int[] array = [1, 2, 3];
        List<int> list = [1, 2, 3];
        IEnumerable<int> lazy = list.Where(static i => i > 0);
        HashSet<int> set = [1, 2, 3];

        Assert.Equal(sql, Compiled.Sql(Users.Where(u => array.Contains(u.Id)).Select(u => u.Id), dialect));
        Assert.Equal(sql, Compiled.Sql(Users.Where(u => list.Contains(u.Id)).Select(u => u.Id), dialect));
        Assert.Equal(sql, Compiled.Sql(Users.Where(u => lazy.Contains(u.Id)).Select(u => u.Id), dialect));
        Assert.Equal(sql, Compiled.Sql(Users.Where(u => set.Contains(u.Id)).Select(u => u.Id), dialect));
        Assert.Equal(sql, Compiled.Sql(Users.Where(u => new[] { 1, 2, 3 }.Contains(u.Id)).Select(u => u.Id), dialect));
    }

    [Theory]
    [InlineData("postgres", "SELECT u.name FROM users u ORDER BY u.name LIMIT 20 OFFSET 5")]
    [InlineData("sqlite", "SELECT [u].[name] FROM [users] [u] ORDER BY [u].[name] LIMIT 20 OFFSET 5")]
    [InlineData("mysql", "SELECT `u`.`name` FROM `users` `u` ORDER BY `u`.`name` LIMIT 5, 20")]
    public void Limit_and_offset_are_literals(string dialect, string sql) =>
        Assert.Equal(sql, Compiled.Sql(Users.OrderBy(u => u.Name).Offset(5).Limit(20).Select(u => u.Name), dialect));

    [Theory]
    [InlineData("postgres", "WHERE u.name LIKE $1 ESCAPE '~' -- '50~%~_~~%'")]
    [InlineData("sqlite", "WHERE substr([u].[name], 1, length($1)) = $1 -- '50%_~'")]
    [InlineData("mysql", "WHERE `u`.`name` LIKE $1 ESCAPE '~' -- '50~%~_~~%'")]
    public void A_text_that_is_looked_for_means_itself(string dialect, string sql)
    {
        var start = "50%_~";

        Assert.EndsWith(sql, Compiled.Sql(Users.Where(u => u.Name.StartsWith(start)).Select(u => u.Id), dialect));
    }

    [Fact]
    public void Enums_are_compared_as_they_are_stored()
    {
        var role = Role.SuperUser;
        Role[] roles = [Role.Admin, Role.Member];

        Assert.EndsWith("WHERE u.\"role\" = $1 -- 'owner'", Compiled.Sql(Users.Where(u => u.Role == role).Select(u => u.Id), "postgres"));
        Assert.EndsWith("WHERE u.\"role\" <> $1 -- 'admin'", Compiled.Sql(Users.Where(u => u.Role != Role.Admin).Select(u => u.Id), "postgres"));
        Assert.EndsWith("WHERE u.\"role\"::text = ANY($1) -- ['admin', 'member']", Compiled.Sql(Users.Where(u => roles.Contains(u.Role)).Select(u => u.Id), "postgres"));
    }

    [Fact]
    public void Null_compares_as_in_Csharp()
    {
        string? none = null;
        int?[] ages = [1, null];

        Assert.EndsWith("WHERE u.email IS NULL", Compiled.Sql(Users.Where(u => u.Email == none).Select(u => u.Id), "postgres"));
        Assert.EndsWith("WHERE u.age = ANY($1) OR u.age IS NULL -- [1]", Compiled.Sql(Users.Where(u => ages.Contains(u.Age)).Select(u => u.Id), "postgres"));
    }

    [Fact]
    public void What_SQL_computes_is_in_the_SQL_and_the_rest_runs_on_the_row()
    {
        Assert.Equal("SELECT Coalesce(u.email, 'none') FROM users u", Compiled.Sql(Users.Select(u => u.Email ?? "none"), "postgres"));
        Assert.Equal("SELECT u.name FROM users u", Compiled.Sql(Users.Select(u => Shout(u.Name)), "postgres"));
        Assert.Equal("SELECT u.name, u.age FROM users u", Compiled.Sql(Users.Select(u => new { u.Name, Again = u.Name, u.Age, Five = 5 }), "postgres"));
    }

    [Fact]
    public void A_condition_behind_a_select_sees_what_was_selected()
    {
        Assert.Equal("SELECT u.id, u.name FROM users u WHERE u.id > 3", Compiled.Sql(Users.Select(u => new { Key = u.Id, Text = u.Name }).Where(x => x.Key > 3), "postgres"));
        Assert.Contains("LIMIT 3 ) u_1 WHERE", Compiled.Sql(Users.Take(3).Where(u => u.Age == 1).Select(u => u.Id), "postgres"));
    }

    [Theory]
    [InlineData("postgres", "FROM tenant.users u INNER JOIN archive.old_posts p")]
    [InlineData("sqlite", "FROM [tenant].[users] [u] INNER JOIN [archive].[old_posts] [p]")]
    [InlineData("mysql", "FROM `tenant`.`users` `u` INNER JOIN `archive`.`old_posts` `p`")]
    public void A_prefix_goes_to_the_tables_that_have_none_of_their_own(string dialect, string from)
    {
        var query = Users.Prefix("tenant").Join(Query.From<Post>("old_posts", "archive"), (u, p) => p.UserId == u.Id, (u, p) => new { u.Id, p.Title });

        Assert.Contains(from, Compiled.Sql(query, dialect));
        Assert.DoesNotContain("tenant", Compiled.Sql(query, dialect, prefix: "call"));
    }

    [Theory]
    [InlineData("postgres", "jsonb_extract_path_text(u.address::jsonb, 'city') = $1")]
    [InlineData("sqlite", "CAST(json_extract([u].[address], '$.city') AS TEXT) = $1")]
    [InlineData("mysql", "JSON_UNQUOTE(JSON_EXTRACT(`u`.`address`, '$.city')) = $1")]
    public void A_property_of_an_embed_is_looked_up_in_its_JSON(string dialect, string sql)
    {
        var city = "Omsk";

        Assert.Contains(sql, Compiled.Sql(Users.Where(u => u.Address!.City == city).Select(u => u.Id), dialect));
    }

    [Fact]
    public void Times_are_compared_by_their_column_so_that_an_index_helps()
    {
        var since = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        foreach (var dialect in Compiled.Dialects)
            Assert.Matches(@"inserted_at.? > \$1", Compiled.Sql(Users.Where(u => u.InsertedAt > since).Select(u => u.Id), dialect));
    }

    [Fact]
    public void A_lock_stands_at_the_end()
    {
        Assert.EndsWith("LIMIT 1 for update skip locked", Compiled.Sql(Users.OrderBy(u => u.Id).Take(1).Lock(RowLock.ForUpdateSkipLocked).Select(u => u.Id), "postgres"));
        Assert.Throws<QueryException>(() => Compiled.Sql(Users.Where(u => Posts.Lock(RowLock.ForUpdate).Any(p => p.UserId == u.Id)), "postgres"));
        Assert.EndsWith("FROM [users] [x]", Compiled.Sql(Users.Lock(RowLock.ForUpdate), "sqlite"));
    }

    [Fact]
    public void Nulls_go_where_they_are_told()
    {
        Assert.EndsWith("ORDER BY CASE WHEN u.age IS NULL THEN 1 ELSE 0 END, u.age", Compiled.Sql(Users.OrderBy(u => u.Age, Nulls.Last).Select(u => u.Id), "postgres"));
        Assert.EndsWith("ORDER BY CASE WHEN u.age IS NULL THEN 0 ELSE 1 END, u.age DESC", Compiled.Sql(Users.OrderByDescending(u => u.Age, Nulls.First).Select(u => u.Id), "postgres"));
    }

    [Fact]
    public void What_cannot_be_SQL_says_what_to_write_instead()
    {
        Assert.Contains("SelectMerge", Assert.Throws<QueryException>(() => Compiled.Sql(Users.Where(u => u.Password == "x"), "postgres")).Message);
        Assert.Contains("Join it", Assert.Throws<QueryException>(() => Compiled.Sql(Users.Where(u => u.Posts.Count > 1), "postgres")).Message);
        Assert.Contains("g.Key", Assert.Throws<QueryException>(() => Compiled.Sql(Users.GroupBy(u => u.Age), "postgres")).Message);
        Assert.Contains("object initialiser", Assert.Throws<QueryException>(() => Users.SelectMerge(u => Other(u))).Message);
        Assert.Contains("by itself", Assert.Throws<QueryException>(() => Updates<User>.None.Set(u => u.Name + "x", "y")).Message);
        Assert.Contains("give it to a repo", Assert.Throws<QueryException>(() => Users.Any()).Message);
        Assert.Contains("inside a lambda", Assert.Throws<QueryException>(() => Fn.Like("a", "b")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Users.Take(-1));
        Assert.Throws<ArgumentException>(() => Users.Preload("Posts..Comments"));
    }

    [Fact]
    public void A_query_prints_what_was_recorded_without_values()
    {
        var secret = "hunter2";

        var text = Users.Where(u => u.Name == secret).OrderBy(u => u.Id).Take(3).ToString();

        Assert.Equal("From<User>().Where(u => (u.Name == secret)).OrderBy(u => u.Id).Take(3)", text);
    }

    private static string Shout(string text) => text + "!";

    private static User Other(User user) => user;
}
