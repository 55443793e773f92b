namespace Zhar.Data.Tests.Changesets;

public sealed class ChangesetTests
{
    private static Changeset<User> Registration(User user, Params input) => user
        .Cast(input, u => new { u.Name, u.Email, u.Age, u.IsActive, u.Role, u.PasswordHash, u.Password, u.Tags, u.Version, u.InsertedAt })
        .ValidateRequired(u => new { u.Name, u.Email })
        .ValidateFormat(u => u.Email, "@")
        .ValidateLength(u => u.Name, min: 2, max: 80)
        .ValidateNumber(u => u.Age, greaterThan: 0)
        .ValidateInclusion(u => u.Role, [Role.Member, Role.Admin]);

    [Fact]
    public void A_number_that_nobody_gave_is_missing_and_one_that_is_given_is_a_change()
    {
        Assert.Equal(["can't be blank"], new Everything().Change().ValidateRequired(e => e.Small).ErrorsOn(e => e.Small));

        var given = new Everything().Cast(Params.FromQuery("small=0&flag=false"), e => new { e.Small, e.Flag }).ValidateRequired(e => new { e.Small, e.Flag });
        Assert.Empty(given.Errors);
        Assert.Equal([new Change("Small", (short)0), new Change("Flag", false)], given.Changes);

        // One that is stored is there, and an initializer is a value too.
        Assert.Empty(new Everything().PutMeta(Meta.Loaded).Change().ValidateRequired(e => e.Small).Errors);
        Assert.Empty(new User().Change().ValidateRequired(u => u.IsActive).Errors);
    }

    [Fact]
    public void The_version_is_demanded_and_counted_up()
    {
        var changeset = new User { Version = 3 }.Change().OptimisticLock(u => u.Version);

        Assert.Equal([new FieldValue(User.Fields.Version.Index, 3)], changeset.Filters);
        Assert.True(changeset.HasPreparations);
        Assert.Empty(changeset.Changes);
    }

    [Fact]
    public async Task Preparations_run_in_order_when_the_repo_asks()
    {
        var changeset = new User { Version = int.MaxValue }.Change()
            .PrepareChanges(c => c.PutChange(u => u.Name, "first"))
            .PrepareChanges(c => c.UpdateChange(u => u.Name, n => n + " second"))
            .OptimisticLock(u => u.Version);

        var prepared = await changeset.Prepare(null!, default); // they do not ask the repo

        Assert.Equal([new Change("Name", "first second"), new Change("Version", 1)], prepared.Changes);
    }

    [Fact]
    public void A_form_shows_what_was_sent_then_the_data()
    {
        IFormSource form = new User { Name = "Ada", Age = 3 }.Cast(Params.FromQuery("email=x&age=old"), u => new { u.Email, u.Age }).WithAction(ChangesetAction.Validate);

        Assert.Equal(("user", "validate", false), (form.Name, form.Action, form.IsStored));
        Assert.Equal(["Ada", "x", "old"], new[] { "name", "email", "age" }.Select(form.Value));
        Assert.Equal("is invalid", Assert.Single(form.Errors("age")).ToString());
        Assert.Null(((IFormSource)new User().Change().WithFormName("")).Name);
        Assert.Equal("insert", ((IFormSource)new User().Change().WithAction(ChangesetAction.Insert)).Action);
    }

    [Fact]
    public void A_form_of_a_stored_record_carries_its_key_and_what_was_sent()
    {
        var stored = SchemaInfo.Of<User>().WithMeta(new User { Id = 7, Name = "Ada" }, Meta.Loaded);
        var sent = Params.FromQuery("name=Bea");

        IFormSource form = stored.Cast(sent, u => u.Name);

        Assert.Equal([new("id", stored.Id)], form.Hidden);
        Assert.Same(sent, form.Params);
        Assert.Empty(((IFormSource)new User().Change()).Hidden);
        Assert.Null(((IFormSource)new User().Change()).Params);
    }

    [Fact]
    public void A_form_has_the_forms_of_children_inside()
    {
        var user = new User { Posts = [new Post { Title = "a" }], Address = new Address { Street = "Hill" } };

        IFormSource form = user.Change();
        Assert.Equal("user[posts][0]", Assert.Single(form.Nested("posts")).Name);
        Assert.Equal("Hill", Assert.Single(form.Nested("address")).Value("street"));

        form = user.Change().PutAssoc(u => u.Posts, [new Post { Title = "b" }, new Post { Title = "c" }]);
        Assert.Equal(["b", "c"], form.Nested("posts").Select(p => p.Value("title")));
        Assert.Equal(["user[posts][0]", "user[posts][1]"], form.Nested("posts").Select(p => p.Name));
        Assert.Empty(form.Nested("name"));
    }

    [Fact]
    public void An_embedded_list_without_keys_is_matched_by_position()
    {
        var row = new Everything { Addresses = [new() { Street = "Hill" }, new() { Street = "Lake" }] };
        Changeset<Everything> Cast(string json) => row.Cast(Params.FromJson(json), e => e.Flag)
            .CastEmbed(e => e.Addresses, (address, input) => address.Cast(input, a => new { a.Street, a.City }));

        Assert.Empty(Cast("""{"addresses": [{"street": "Hill"}, {}]}""").Changes);
        Assert.Equal(["Hill", "Sea"], Cast("""{"addresses": [{}, {"street": "Sea"}]}""").ApplyChanges().Addresses.Select(a => a.Street));
        Assert.Equal(["Hill"], Cast("""{"addresses": [{}]}""").ApplyChanges().Addresses.Select(a => a.Street));
        Assert.Empty(Cast("""{"addresses": ""}""").ApplyChanges().Addresses);
    }

    [Fact]
    public void A_selector_that_is_no_selector_is_refused_with_the_line_to_write()
    {
        var changeset = new User().Change();

        Assert.Contains("u => new { u.Name, u.Email }", Assert.Throws<ArgumentException>(() => changeset.ValidateRequired(u => u.Name, selector: "chosen")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => changeset.ValidateRequired(u => u.Name, selector: "u => u.Name.Length"));
        Assert.Throws<ArgumentException>(() => changeset.ValidateRequired(u => u.Name, selector: "u => u.Age + u.Version"));
        Assert.Contains("One field", Assert.Throws<ArgumentException>(() => changeset.GetChange(u => new { u.Name, u.Email })).Message, StringComparison.Ordinal);
        Assert.Contains("CastEmbed", Assert.Throws<ArgumentException>(() => changeset.Cast(Params.Empty, u => u.Address)).Message, StringComparison.Ordinal);
        Assert.Contains("plain field", Assert.Throws<ArgumentException>(() => changeset.GetChildren(u => u.Name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_is_built_with_the_key_of_its_owner()
    {
        Assert.Equal(7, new User { Id = 7 }.BuildAssoc(u => u.Posts).UserId);
        Assert.Equal(("", 4), (new User { Name = "Ada", Age = 4 }.ResetFields(u => u.Name).Name, new User { Name = "Ada", Age = 4 }.ResetFields(u => u.Name).Age));
    }

    [Fact]
    public void Casting_ten_fields_with_five_validators_takes_three_kilobytes()
    {
        var input = Params.FromJson("""{"name": "Ada", "email": "a@b.c", "age": 36, "is_active": false, "role": "admin", "password_hash": "x", "password": "secret", "tags": ["a"], "version": 2, "inserted_at": "2026-01-01T00:00:00Z"}""");
        var user = new User();
        for (var i = 0; i < 200; i++)
            Assert.True(Registration(user, input).IsValid);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Registration(user, input);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;

        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes each");
        Assert.InRange(each, 1, 3 * 1024);
    }
}
