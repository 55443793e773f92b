using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Data.Migrations;

namespace Zhar.Docs.Tests.Tutorial2;

public sealed partial class Repo : Zhar.Data.Repo;

public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config);
        services.AddSingleton<Users>();
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>());
}

[Schema("users"), Timestamps]
public partial record User
{
    [PrimaryKey] public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public int? Age { get; init; }
    public bool IsActive { get; init; } = true;

    [HasMany] public Many<Post> Posts { get; init; }

    public static Changeset<User> Changeset(User user, Params attributes) => user
        .Cast(attributes, u => new { u.Name, u.Email, u.Age, u.IsActive })
        .ValidateRequired(u => new { u.Name, u.Email })
        .ValidateFormat(u => u.Email, "@")
        .ValidateNumber(u => u.Age, greaterThan: 0)
        .UniqueConstraint(u => u.Email);
}

[Schema("posts"), Timestamps]
public partial record Post
{
    [PrimaryKey] public long Id { get; init; }
    public string Title { get; init; } = "";
    public int Likes { get; init; }
    public long UserId { get; init; }

    [BelongsTo] public Assoc<User> User { get; init; }

    public static Changeset<Post> Changeset(Post post, Params attributes) => post
        .Cast(attributes, p => new { p.Title })
        .ValidateRequired(p => p.Title)
        .AssocConstraint(p => p.User);
}

[Migration(20260105_101500)]
public sealed class CreateUsersAndPosts : Migration
{
    public override void Change()
    {
        Create.Table("users", t =>
        {
            t.String("name").NotNull();
            t.String("email").NotNull();
            t.Integer("age");
            t.Boolean("is_active").NotNull().Default(true);
            t.Timestamps();
        });
        Create.UniqueIndex("users", "email");

        Create.Table("posts", t =>
        {
            t.String("title").NotNull();
            t.Integer("likes").NotNull().Default(0);
            t.References("user_id", "users", onDelete: ReferenceAction.Cascade).NotNull();
            t.Timestamps();
        });
        Create.Index("posts", "user_id");
    }
}

public sealed class Users(Repo repo)
{
    public Task<List<User>> List() => repo.All(Query.From<User>());
    public Task<User> Get(long id) => repo.GetOrThrow<User>(id);
    public Task<Result<User>> Create(Params attributes) => repo.Insert(User.Changeset(new(), attributes));
    public Task<Result<User>> Update(User user, Params attributes) => repo.Update(User.Changeset(user, attributes));
    public Task<Result<User>> Delete(User user) => repo.Delete(user);
    public Task<List<User>> Active() => repo.All(Query.From<User>().Where(u => u.IsActive).OrderBy(u => u.Name));
}

internal sealed record Filter(string? Name = null, int? MinimumAge = null);

internal static class UserQueries
{
    public static Query<User> Active(this Query<User> users) => users.Where(u => u.IsActive);

    public static Query<User> Matching(this Query<User> users, Filter filter)
    {
        var condition = Dyn.True<User>();
        if (filter.Name is { } name)
            condition = condition.And(u => u.Name.StartsWith(name));
        if (filter.MinimumAge is { } age)
            condition = condition.And(u => u.Age >= age);
        return users.Where(condition);
    }
}
