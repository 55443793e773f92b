using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Zhar.Benchmarks.Web.Servers;

public sealed record Hello(string Message, int Id, string[] Tags)
{
    public static Hello Make() => new("hello", 42, ["a", "b", "c"]);
}

public sealed record UserRow(int Id, string Name, string Email);

public sealed record UserList(IReadOnlyList<UserRow> Users);

public sealed record HelloModel(string Greeting, IReadOnlyList<UserRow> Users)
{
    public static HelloModel Make() => new("world & co", Rows);

    private static readonly UserRow[] Rows = [.. Enumerable.Range(1, 10).Select(static i => new UserRow(i, $"User {i}", $"user{i}@example.com"))];
}

/// <summary>All peers write JSON by source-generated code, as Zhar does.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(UserList))]
public sealed partial class PayloadJson : JsonSerializerContext;

/// <summary>The rows of the users, in a database file that all servers read.</summary>
internal static class UserDatabase
{
    internal const string Variable = "ZHAR_BENCH_DATABASE";

    /// <summary>The file; for chapters without a database one that nobody opens.</summary>
    internal static string File => Environment.GetEnvironmentVariable(Variable) ?? ":memory:";

    internal static async Task Create(string file)
    {
        System.IO.File.Delete(file);
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            pragma journal_mode = wal;
            create table users (id integer primary key, name text not null, email text not null, age integer not null);
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
            insert into users select i, 'User ' || i, 'user' || i || '@example.com', 20 + i % 50 from n;
            """;
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class UserEntity
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public int Age { get; set; }
}

/// <summary>As a careful user of EF Core has it: pooled, tracking nothing.</summary>
public sealed class UsersContext(DbContextOptions<UsersContext> options) : DbContext(options)
{
    public DbSet<UserEntity> Users => Set<UserEntity>();

    public async Task<UserList> First() => new(await Users.OrderBy(static u => u.Id).Take(10).Select(static u => new UserRow(u.Id, u.Name, u.Email)).ToListAsync());

    internal static void Add(IServiceCollection services) => services.AddDbContextPool<UsersContext>(
        static o => o.UseSqlite($"Data Source={UserDatabase.File}").UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var user = modelBuilder.Entity<UserEntity>().ToTable("users");
        user.Property(static u => u.Id).HasColumnName("id");
        user.Property(static u => u.Name).HasColumnName("name");
        user.Property(static u => u.Email).HasColumnName("email");
        user.Property(static u => u.Age).HasColumnName("age");
    }
}
