using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Zhar.Live.Tests.Support;

namespace Zhar.Live.Tests.Lives;

/// <summary>An application with <see cref="LifeEndpoint"/>, its members and its gate.</summary>
internal sealed class LifeApp : IAsyncDisposable
{
    private LifeApp(LiveApp app, Members members, Gate gate)
    {
        App = app;
        Members = members;
        Gate = gate;
    }

    internal LiveApp App { get; }

    internal Members Members { get; }

    internal Gate Gate { get; }

    internal static async Task<LifeApp> Start(FakeTimeProvider? clock = null, params (string Key, string? Value)[] settings)
    {
        var (members, gate) = (new Members(), new Gate());
        var app = await LiveApp.Start<LifeEndpoint>(
            s =>
            {
                s.AddSingleton(gate);
                s.AddAuthorizationBuilder().AddPolicy("member", p => p.RequireAuthenticatedUser().RequireAssertion(c => members.MayEnter(c.User)));
                if (clock is not null)
                    s.AddSingleton<TimeProvider>(clock);
            },
            settings);
        return new LifeApp(app, members, gate);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
