using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;
using Zhar.Web.Testing;

namespace MyApp.Tests;

/// <summary>Base of tests that use the database: each has it to itself, and they run beside each other.</summary>
public abstract class DataCase : IAsyncDisposable
{
    private readonly SandboxOwner _owner;

    protected DataCase(TestApp app)
    {
        App = app.App;
        Repo = app.Repo;

        // In the constructor: what an async method sets for the flow of control is undone when it returns.
        _owner = Sandbox.Checkout(Repo);
        Task.Run(() => _owner.Open()).GetAwaiter().GetResult();
    }

    /// <summary>The running application.</summary>
    protected ConnTest App { get; }

    /// <summary>The repo of the test.</summary>
    protected Repo Repo { get; }

    /// <summary>A service of the application, such as a context.</summary>
    protected T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _owner.DisposeAsync();
    }
}
