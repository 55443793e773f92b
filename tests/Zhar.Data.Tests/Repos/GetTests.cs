namespace Zhar.Data.Tests.Repos;

public sealed class GetTests : IAsyncLifetime
{
    private readonly TestRepo _repo = TestRepo.InFile(out _);

    public async ValueTask InitializeAsync()
    {
        await _repo.Query("create table posts (id integer primary key, title text not null, user_id integer not null)");
        await _repo.Query("insert into posts (id, title, user_id) values (1, 'one', 7), (2, 'two', 7)");
    }

    public ValueTask DisposeAsync() => _repo.DisposeAsync();

    [Fact]
    public async Task A_record_is_found_by_its_key()
    {
        var post = await _repo.Get<Post>(2);

        Assert.Equal("two", post?.Title);
        Assert.Equal(RecordState.Loaded, SchemaInfo.Of<Post>().GetMeta(post!).State);
    }

    [Fact]
    public async Task A_key_of_another_type_is_cast() => Assert.Equal("two", (await _repo.Get<Post>("2"))?.Title);

    [Fact]
    public async Task A_key_that_cannot_be_cast_is_refused_before_the_database_is_asked()
    {
        var asked = 0;
        using var _ = _repo.Observe(_ => asked++);

        var error = await Assert.ThrowsAsync<SchemaException>(() => _repo.Get<Post>("two"));

        Assert.Contains("'two'", error.Message);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Without_a_row_there_is_nothing()
    {
        Assert.Null(await _repo.Get<Post>(3));
        await Assert.ThrowsAsync<NotFoundException>(() => _repo.GetOrThrow<Post>(3));
    }

    [Fact]
    public async Task A_null_key_is_refused() => await Assert.ThrowsAsync<ArgumentNullException>(() => _repo.Get<Post>(null!));

    [Fact]
    public async Task Fields_find_one_record_and_refuse_several()
    {
        var found = await _repo.GetBy<Post>(p => p.Title, "one");
        var several = await Assert.ThrowsAsync<MultipleResultsException>(() => _repo.GetBy<Post>(p => p.UserId, 7));

        Assert.Equal(1, found?.Id);
        Assert.Equal(2, several.Count);
    }

    [Fact]
    public async Task The_same_lookup_is_the_same_statement()
    {
        var statements = new List<string>();
        using var _ = _repo.Observe(e => statements.Add(e.Sql));

        await _repo.Get<Post>(1);
        await _repo.Get<Post>(2);

        Assert.Equal(["select \"id\", \"title\", \"user_id\" from \"posts\" where \"id\" = $1"], statements.Distinct());
        Assert.Equal(2, statements.Count);
    }
}
