using Microsoft.Extensions.Configuration;
#if (ecto)
using Microsoft.Extensions.DependencyInjection;
#endif
using MyApp;
using MyAppWeb;
#if (ecto)
using Zhar.Data;
using Zhar.Data.Migrations;
#endif
using Zhar.Web.Testing;

[assembly: AssemblyFixture(typeof(MyApp.Tests.TestApp))]

namespace MyApp.Tests;

/// <summary>The whole application, started once for all tests, without a port.</summary>
public sealed class TestApp : IAsyncLifetime
{
    private ConnTest? _app;

    /// <summary>The running application.</summary>
    public ConnTest App => _app ?? throw new InvalidOperationException("The application has not been started.");
#if (ecto)

    /// <summary>Its repo. Each test sees a database of its own: what it writes is gone at its end.</summary>
    public Repo Repo => App.Services.GetRequiredService<Repo>();
#endif

    public async ValueTask InitializeAsync()
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "config/appsettings.json"))
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "config/appsettings.Test.json"))
#if (sqlite)
            .AddInMemoryCollection([new("Repo:Database", Path.Combine(Path.GetTempPath(), $"my_app_test_{Guid.NewGuid():N}.db"))])
#endif
#if (ecto)
            .AddInMemoryCollection([new(RepoConfiguration.UrlKey, Environment.GetEnvironmentVariable("TEST_DATABASE_URL"))])
#endif
            .Build();
#if (ecto)
        await using (var repo = Repo.Open(RepoConfiguration.Read(settings, nameof(Repo))))
        {
            await Storage.Drop(repo);
            await Storage.Create(repo);
            await new Migrator(repo).Up();
        }

#endif
        _app = await ConnTest.Start<Application, Endpoint>(settings.AsEnumerable());
#if (ecto)
        Sandbox.Start(Repo);
#endif
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;
#if (ecto)
        var repo = Repo;
        await Sandbox.Stop(repo);
#endif
        await _app.DisposeAsync();
#if (ecto)
        await Storage.Drop(repo);
#endif
    }
}
