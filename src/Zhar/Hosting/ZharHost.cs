using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhar.Reload;

namespace Zhar;

/// <summary>Runs an application as a program: <c>return await ZharHost.Run&lt;Application&gt;(args);</c></summary>
public static partial class ZharHost
{
    internal const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Builds a .NET host with configuration and console logging, starts the application in it, and waits until it stops.</summary>
    /// <param name="args">The command line; it is part of the configuration.</param>
    /// <param name="configure">Changes the host before it is built.</param>
    /// <returns>The exit code: 0 after an orderly stop, 1 when the start failed or the application ended by itself. The reason is on standard error.</returns>
    /// <remarks>
    /// When the build sets <c>RuntimeHostConfigurationOption Include="Zhar.Hosting.CollectibleApplication" Value="true"</c>, the application runs from a copy of its assembly in a
    /// collectible load context, and Zhar itself from the default one, so that another version can take its place. Statics of the application that the entry point sets are not those
    /// the application reads; a program that passes <paramref name="configure"/> runs as a whole in the default context. Source: docs/architecture/application-host.md.
    /// </remarks>
    public static async Task<int> Run<TApp>(string[]? args = null, Action<HostApplicationBuilder>? configure = null)
        where TApp : ZharApplication, new()
    {
        if (ReloadHost.IsWanted)
            return await ReloadHost.Run(args ?? []).ConfigureAwait(false);
        if (configure is not null || HostedVersion.IsHere || ApplicationContext.For(typeof(TApp)) is not { } context)
            return await Run(static () => new TApp(), args, configure).ConfigureAwait(false);
        try
        {
            return await Run(() => context.MakeApplication(typeof(TApp)), args, null).ConfigureAwait(false);
        }
        finally
        {
            context.Unload();
        }
    }

    private static async Task<int> Run(Func<ZharApplication> make, string[]? args, Action<HostApplicationBuilder>? configure)
    {
        var builder = await Make(() =>
        {
            var builder = Host.CreateApplicationBuilder(args ?? []);
            ZharHostingExtensions.Add(builder.Services, make(), builder.Configuration);
            configure?.Invoke(builder);
            return builder;
        }).ConfigureAwait(false);
        return builder is null ? 1 : await Run(builder).ConfigureAwait(false);
    }

    /// <summary>
    /// What <paramref name="make"/> makes; or null, and on standard error why it cannot be made: settings that cannot be read, a Configure that throws, a service that
    /// cannot be constructed. It is an exit code then, and no crash of the runtime. A version of <c>zhar server</c> throws: the error is shown on the page.
    /// </summary>
    private static async ValueTask<T?> Make<T>(Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception e) when (!HostedVersion.IsHere)
        {
            await Console.Error.WriteLineAsync(e is InvalidDataException
                ? $"The settings cannot be read. {e.Message} {e.GetBaseException().Message}"
                : $"The program did not start: {e.Message}\n{e.GetBaseException().GetType().Name}\n{e.GetBaseException().StackTrace}").ConfigureAwait(false);
            return null;
        }
    }

    private static async Task<int> Run(HostApplicationBuilder builder)
    {
        if (HostedVersion.Take() is { } version)
            return await version.Run(builder).ConfigureAwait(false);

        // The reason of a failed start is one line on standard error: the host would log it once more, with its own stack trace.
        RootApplications? roots = null;
        builder.Logging.AddFilter(HostCategory, level => level >= LogLevel.Information && (roots is not { HasFailedToStart: true } || level != LogLevel.Error));
        if (await Make(builder.Build).ConfigureAwait(false) is not { } host)
            return 1;
        await using var _ = ((IAsyncDisposable)host).ConfigureAwait(false);
        roots = host.Services.GetRequiredService<RootApplications>();
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch (ApplicationStartException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // The program was told to stop before it had started, by a signal or by an application that gave up.
            return await Result(roots).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Another hosted service, or a service that could not be made: a failed start is an exit code, not a crash of the runtime.
            await Console.Error.WriteLineAsync($"The program did not start. {e}").ConfigureAwait(false);
            return 1;
        }

        await host.WaitForShutdownAsync().ConfigureAwait(false);
        return await Result(roots).ConfigureAwait(false);
    }

    private static async Task<int> Result(RootApplications roots)
    {
        if (roots.Failure is not { } failure)
            return 0;
        await Console.Error.WriteLineAsync($"The application ended by itself. {failure}.").ConfigureAwait(false);
        return 1;
    }
}
