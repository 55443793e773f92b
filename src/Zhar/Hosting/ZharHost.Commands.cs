using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhar.Reload;

namespace Zhar;

/// <summary>Programs that answer to commands beside running their application.</summary>
public static partial class ZharHost
{
    private const string ConfigFolder = "config";

    /// <summary>As <see cref="Run{TApp}(string[], Action{HostApplicationBuilder})"/>; when the first argument is the name of a command, that command runs in place of the application.</summary>
    /// <param name="args">The command line. Behind a command stand its own arguments; without one it is part of the configuration.</param>
    /// <param name="commands">Adds the commands.</param>
    /// <param name="configure">Changes the host before it is built.</param>
    /// <remarks>
    /// <para>Settings are read from <c>config/appsettings.json</c> and <c>config/appsettings.{Environment}.json</c> too. They and <c>wwwroot</c> are looked up in the
    /// working directory if it has a <c>config</c> folder, else beside the program; <c>DOTNET_CONTENTROOT</c> and <c>--contentRoot</c> say otherwise.</para>
    /// <para>With <c>ZHAR_CONTROL</c>, the path of a socket, the running program takes commands from its owner: <c>my_app rpc routes</c>.</para>
    /// </remarks>
    /// <returns>The exit code: that of the command, else 0 after an orderly stop and 1 when the start failed or the application ended by itself.</returns>
    public static async Task<int> Run<TApp>(string[] args, Action<HostCommands> commands, Action<HostApplicationBuilder>? configure = null)
        where TApp : ZharApplication, new()
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(commands);
        var all = new HostCommands();
        commands(all);
        switch (args)
        {
            case ["help" or "--help", ..]:
                await Console.Out.WriteAsync($"Commands:\n\n{all.Help()}\nWithout a command the application runs. Settings may follow: --PORT 4001\n").ConfigureAwait(false);
                return 0;
            case ["rpc", .. var words]:
                return Environment.GetEnvironmentVariable(ControlSocket.Variable) is { Length: > 0 } path
                    ? await ControlSocket.Call(path, words).ConfigureAwait(false)
                    : await Refuse($"'rpc' runs a command in the program that is running. Set {ControlSocket.Variable} to the path of its socket, for both; the script of a release does that.").ConfigureAwait(false);
            case ["eval"]:
                return await Refuse($"Which command? There are:\n\n{all.Help()}").ConfigureAwait(false);
            case ["eval", .. var words]:
                return await RunCommand<TApp>(all, words, configure).ConfigureAwait(false);
            case [var name, ..] when !name.StartsWith('-') && !name.StartsWith('/') && !name.Contains('=', StringComparison.Ordinal):
                return await RunCommand<TApp>(all, args, configure).ConfigureAwait(false);
            default:
                if (ReloadHost.IsWanted)
                    return await ReloadHost.Run(args).ConfigureAwait(false);
                if (await Make(() => MakeBuilder<TApp>(args, configure)).ConfigureAwait(false) is not { } builder)
                    return 1;
                if (builder.Configuration[ControlSocket.Variable] is { Length: > 0 } control)
                    builder.Services.AddHostedService(services => new ControlSocket(control, all, services, services.GetRequiredService<ILoggerFactory>().CreateLogger("Zhar.Control")));
                return await Run(builder).ConfigureAwait(false);
        }
    }

    private static async Task<int> RunCommand<TApp>(HostCommands all, string[] words, Action<HostApplicationBuilder>? configure)
        where TApp : ZharApplication, new()
    {
        var (command, problem) = HostCommandRunner.Choose(all, words[0]);
        if (command is null)
            return await Refuse(problem!).ConfigureAwait(false); // there is one or the other
        if (await Make(() => MakeBuilder<TApp>([], configure)).ConfigureAwait(false) is not { } builder)
            return 1;

        // What a command says is its output; the log keeps to what went wrong. The port belongs to the program that runs.
        builder.Configuration.AddInMemoryCollection([new("Server", "false"), new("Logging:LogLevel:Default", "Warning"), new("Logging:LogLevel:Zhar.Data.Migrations", "Warning")]);
        if (await Make(builder.Build).ConfigureAwait(false) is not { } host)
            return 1;
        await using var _ = ((IAsyncDisposable)host).ConfigureAwait(false);
        return await HostCommandRunner.RunInProgram(host, command, words[1..]).ConfigureAwait(false);
    }

    private static HostApplicationBuilder MakeBuilder<TApp>(string[] args, Action<HostApplicationBuilder>? configure)
        where TApp : ZharApplication, new()
    {
        // An explicit content root comes with the arguments or the environment, and wins.
        var root = args.Contains("--contentRoot") || Environment.GetEnvironmentVariable("DOTNET_CONTENTROOT") is { Length: > 0 }
            ? null
            : Directory.Exists(ConfigFolder) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = root });
        AddConfigFolder(builder);
        builder.AddZhar<TApp>();
        configure?.Invoke(builder);
        return builder;
    }

    /// <summary>The files of the folder <c>config</c>, in front of the environment and the command line, which win over files.</summary>
    private static void AddConfigFolder(HostApplicationBuilder builder)
    {
        IList<IConfigurationSource> sources = builder.Configuration.Sources;
        var at = sources.Select(static (source, i) => (source, i))
            .FirstOrDefault(static s => s.source is EnvironmentVariablesConfigurationSource { Prefix: null or "" }, (null!, sources.Count)).Item2;
        var folder = Path.Combine(builder.Environment.ContentRootPath, ConfigFolder);
        foreach (var file in (string[])["appsettings.json", $"appsettings.{builder.Environment.EnvironmentName}.json"])
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path))
                continue;
            var source = new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource { Path = path, Optional = false, ReloadOnChange = false };
            source.ResolveFileProvider();
            sources.Insert(at++, source);
        }
    }

    private static async Task<int> Refuse(string message)
    {
        await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
        return 1;
    }
}
