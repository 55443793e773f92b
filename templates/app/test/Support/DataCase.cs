using Microsoft.Extensions.DependencyInjection;
using Zhar.Data;

namespace MyApp.Tests;

/// <summary>Base of tests that use the database: each has it to itself, and they run beside each other.</summary>
public abstract class DataCase : IAsyncDisposable
{
    private readonly TestApp _app;
    private readonly SandboxOwner _owner;

    protected DataCase(TestApp app)
    {
        _app = app;

        // In the constructor: what an async method sets for the flow of control is undone when it returns.
        _owner = Sandbox.Checkout(app.Repo);
        Task.Run(() => _owner.Open()).GetAwaiter().GetResult();
    }

    /// <summary>The repo of the test.</summary>
    protected Repo Repo => _app.Repo;

    /// <summary>A service of the application, such as a context.</summary>
    protected T Get<T>()
        where T : notnull => _app.App.Services.GetRequiredService<T>();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _owner.DisposeAsync();
    }
}
