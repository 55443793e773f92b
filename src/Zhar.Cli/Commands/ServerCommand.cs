using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar server</c>: builds and runs the application, and does so again when its source changes.</summary>
internal static class ServerCommand
{
    private const int DefaultPort = 4000;

    internal static Command Make(Terminal terminal, string folder)
    {
        var port = new Option<int?>("--port") { Description = "Where to listen. Default: the variable PORT, or 4000." };
        port.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is (< 1 or > 65_535))
                result.AddError($"'{text}' is no port: it has to be a number from 1 to 65535.");
        });
        var noWatch = new Option<bool>("--no-watch") { Description = "Do not look for changes of the source." };
        var command = new Command("server", "Runs the application at http://localhost:4000, again after each change of its source.") { port, noWatch };
        command.SetAction((parsed, cancellationToken) => Run(terminal, AppProject.Find(folder), parsed.GetValue(port), !parsed.GetValue(noWatch), cancellationToken));
        return command;
    }

    private static async Task<int> Run(Terminal terminal, AppProject app, int? port, bool watches, CancellationToken cancellationToken)
    {
        var listen = port ?? PortOf(Environment.GetEnvironmentVariable("PORT"));
        RequireFree(listen);
        await AppBuild.Build(terminal, app.File, cancellationToken).ConfigureAwait(false);
        var environment = AppBuild.Environment("Development");
        environment["PORT"] = listen.ToString(CultureInfo.InvariantCulture);
        if (!watches)
            return await DotNet.Attach(AppBuild.Program(app.File), [], app.Folder, environment, cancellationToken).ConfigureAwait(false);

        using var changes = new SourceWatcher(app);
        var process = Start();
        try
        {
            while (true)
            {
                var changed = changes.Next(cancellationToken);
                var ended = process.WaitForExitAsync(cancellationToken);
                if (await Task.WhenAny(changed, ended).ConfigureAwait(false) == ended && !cancellationToken.IsCancellationRequested)
                {
                    terminal.Warning($"The program has ended with code {process.ExitCode}. It starts again after the next change of its source.");
                    await changed.ConfigureAwait(false);
                }

                var files = await changed.ConfigureAwait(false);
                terminal.Line($"Changed: {string.Join(", ", files)}");
                if (!await TryBuild(terminal, app, cancellationToken).ConfigureAwait(false))
                    continue;
                await DotNet.Stop(process).ConfigureAwait(false);
                process.Dispose();
                process = Start();
            }
        }
        catch (OperationCanceledException)
        {
            await DotNet.Stop(process).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            process.Dispose();
        }

        Process Start() => DotNet.Start(AppBuild.Program(app.File), [], app.Folder, environment, captures: false);
    }

    /// <summary>Builds while the old program still answers; errors are shown, and it goes on.</summary>
    private static async Task<bool> TryBuild(Terminal terminal, AppProject app, CancellationToken cancellationToken)
    {
        try
        {
            await AppBuild.Build(terminal, app.File, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CliException e)
        {
            terminal.Error(e.Message);
            return false;
        }
    }

    private static int PortOf(string? text) => text is not { Length: > 0 } ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port
        : throw new CliException($"The variable PORT is '{text}'. It has to be a number from 1 to 65535.", "PORT=4001 zhar server");

    private static void RequireFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new CliException($"Port {port} is taken by another program.", $"zhar server --port {port + 1}");
        }
        catch (SocketException e)
        {
            throw new CliException($"Port {port} cannot be listened on: {e.Message}.", "zhar server --port 4000");
        }
    }
}
