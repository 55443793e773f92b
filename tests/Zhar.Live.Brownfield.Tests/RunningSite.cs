using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Zhar.Live.Brownfield.Tests;

/// <summary>The sample's program as it is, from its entry point on, with a database of its own: with live seats, or as it was before.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    // Programs that start at the same time tell their hosts apart by it.
    private static readonly AsyncLocal<object?> Starting = new();

    private readonly string _folder;
    private readonly IHost _host;
    private readonly Task _main;

    private RunningSite(string folder, IHost host, Task main)
    {
        _folder = folder;
        _host = host;
        _main = main;
        Url = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    internal Uri Url { get; }

    internal IServiceProvider Services => _host.Services;

    internal string ConnectionString => DatabaseIn(_folder);

    internal static async Task<RunningSite> Start(bool hasLiveSeats)
    {
        var folder = Directory.CreateTempSubdirectory("zhar-brownfield-").FullName;
        var built = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = DiagnosticListener.AllListeners.Subscribe(new Builders(built));
        var entry = typeof(Playhouse.Site).Assembly.EntryPoint!; // a program has one
        string[] args =
        [
            "--urls", "http://127.0.0.1:0", "--applicationName", "Brownfield", "--contentRoot", ContentRoot(), "--LiveSeats", hasLiveSeats.ToString(),
            "--ConnectionStrings:Playhouse", DatabaseIn(folder), "--Logging:LogLevel:Default", "Warning", "--SECRET_KEY_BASE", string.Concat(Enumerable.Repeat("brownfield-tests-", 6)),
        ];
        var main = Task.Run(() =>
        {
            Starting.Value = built;
            return (Task?)entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null) ?? Task.CompletedTask;
        });
        await Task.WhenAny(built.Task, main).WaitAsync(Deadline);
        if (main.IsCompleted)
            await main; // says why
        var host = await built.Task;
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, main).WaitAsync(Deadline);
        if (main.IsCompleted)
            await main;
        return new RunningSite(folder, host, main);
    }

    internal Browser Open() => new(Url);

    public async ValueTask DisposeAsync()
    {
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _main.WaitAsync(Deadline);
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static string DatabaseIn(string folder) => $"Data Source={Path.Combine(folder, "playhouse.db")}";

    /// <summary>Where the sample has its style sheet.</summary>
    private static string ContentRoot() => Repository.PathOf("samples", "Brownfield");

    /// <summary>Waits for the host that the program builds.</summary>
    private sealed class Builders(TaskCompletionSource<IHost> built) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilt", Value: IHost host } && ReferenceEquals(Starting.Value, built))
                built.TrySetResult(host);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error) => built.TrySetException(error);
    }
}
