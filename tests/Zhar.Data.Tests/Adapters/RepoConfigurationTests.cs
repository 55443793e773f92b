using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Data.Tests.Repos;

namespace Zhar.Data.Tests.Adapters;

public sealed class RepoConfigurationTests
{
    [Fact]
    public void Every_setting_of_the_section_is_read()
    {
        var options = Read(
            ("Repo:Adapter", "postgres"), ("Repo:Username", "u"), ("Repo:Password", "p"), ("Repo:Hostname", "h"), ("Repo:Port", "1234"), ("Repo:Database", "d"),
            ("Repo:PoolSize", "7"), ("Repo:Stacktrace", "true"), ("Repo:ShowSensitiveDataOnConnectionError", "true"), ("Repo:QueueTarget", "80"), ("Repo:Timeout", "00:00:20"),
            ("Repo:Parameters:Search Path", "x"));

        Assert.Equal(("postgres", "u", "p", "h", 1234, "d"), (options.Scheme, options.Username, options.Password, options.Hostname, options.Port, options.Database));
        Assert.Equal((7, true, true), (options.PoolSize, options.Stacktrace, options.ShowSensitiveDataOnConnectionError));
        Assert.Equal((80d, 20d), (options.QueueTarget.TotalMilliseconds, options.Timeout.TotalSeconds));
        Assert.Equal("x", options.Parameters["search path"]);
    }

    [Fact]
    public void The_pool_has_ten_connections_by_default() => Assert.Equal(10, Read().PoolSize);

    [Fact]
    public void DATABASE_URL_and_POOL_SIZE_win_over_the_section()
    {
        var options = Read(("Repo:Database", "dev"), ("Repo:PoolSize", "3"), ("DATABASE_URL", "postgres://us%40er:p%2Fw@db.example:6543/prod"), ("POOL_SIZE", "20"));

        Assert.Equal(("postgres", "us@er", "p/w", "db.example", 6543, "prod", 20), (options.Scheme, options.Username, options.Password, options.Hostname, options.Port, options.Database, options.PoolSize));
    }

    [Fact]
    public void A_url_of_the_sections_own_wins_over_DATABASE_URL() =>
        Assert.Equal("own.db", Read(("Repo:Url", "sqlite:own.db"), ("DATABASE_URL", "postgres://h/other")).Database);

    [Theory]
    [InlineData("sqlite:my_app.db", "my_app.db")]
    [InlineData("sqlite::memory:", ":memory:")]
    [InlineData("sqlite:///var/my_app.db", "/var/my_app.db")]
    public void The_path_of_a_file_can_be_relative_or_absolute(string url, string path) => Assert.Equal(path, Read(("DATABASE_URL", url)).Database);

    [Fact]
    public void A_url_takes_settings_and_leaves_others_to_the_driver()
    {
        var options = Read(("DATABASE_URL", "postgres://h/d?pool_size=4&ssl=true&search_path=tenant"));

        Assert.Equal((4, true, "tenant"), (options.PoolSize, options.Ssl, options.Parameters["search_path"]));
    }

    [Theory]
    [InlineData("DATABASE_URL", "not a url", "scheme")]
    [InlineData("DATABASE_URL", "postgres://u:se#cret@h/d", "%23")]
    [InlineData("DATABASE_URL", "postgres://u:secret@h:port/d", "port")]
    [InlineData("POOL_SIZE", "many", "1 to 10000")]
    [InlineData("POOL_SIZE", "0", "1 to 10000")]
    [InlineData("Repo:PoolSize", "-3", "Repo:PoolSize")]
    [InlineData("Repo:Stacktrace", "maybe", "true or false")]
    [InlineData("Repo:Usrname", "x", "Username")]
    public void A_wrong_setting_is_named_without_the_password(string key, string value, string expected)
    {
        var error = Assert.Throws<RepoConfigurationException>(() => Read((key, value)));

        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    private static RepoOptions Read(params (string Key, string Value)[] settings) => RepoConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build(), "Repo");

    [Theory]
    [InlineData("my_app.db", null, "SQLite")]
    [InlineData(":memory:", null, "SQLite")]
    [InlineData("my_app", 5432, "PostgreSQL")]
    public async Task Of_several_adapters_the_one_is_taken_that_knows_its_own_in_the_settings(string database, int? port, string adapter)
    {
        var services = new ServiceCollection().AddRepo<TestRepo>(new ConfigurationBuilder().Build(), options => (options.Database, options.Port) = (database, port));
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(adapter, provider.GetRequiredService<TestRepo>().Adapter.Name);
    }

    [Fact]
    public async Task When_the_settings_leave_it_open_the_error_says_what_to_write()
    {
        var services = new ServiceCollection().AddRepo<TestRepo>(new ConfigurationBuilder().Build(), options => options.Database = "my_app");
        await using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<RepoConfigurationException>(provider.GetRequiredService<TestRepo>);

        Assert.Contains("could use any of PostgreSQL, SQLite", error.Message);
        Assert.Contains("\"TestRepo\": { \"Adapter\": \"postgres\", … }", error.Message);
        Assert.Contains("DATABASE_URL=", error.Message);
    }
}
