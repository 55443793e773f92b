using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;
using Zhar.Cli.Reload;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar server</c>: builds and runs the application, and exchanges its code while it runs when its source changes.</summary>
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
        var command = new Command("server", "Runs the application at http://localhost:4000, and puts each change of its source on the page.") { port, noWatch };
        command.SetAction((parsed, cancellationToken) => Run(terminal, AppProject.Find(folder), parsed.GetValue(port), !parsed.GetValue(noWatch), cancellationToken));
        return command;
    }

    private static async Task<int> Run(Terminal terminal, AppProject app, int? port, bool watches, CancellationToken cancellationToken)
    {
        var listen = port ?? PortOf(Environment.GetEnvironmentVariable("PORT"));
        RequireFree(listen);
        var environment = AppBuild.Environment("Development");
        environment["PORT"] = listen.ToString(CultureInfo.InvariantCulture);
        if (!watches)
        {
            await AppBuild.Build(terminal, app.File, cancellationToken).ConfigureAwait(false);
            return await DotNet.Attach(AppBuild.Program(app.File), [], app.Folder, environment, cancellationToken).ConfigureAwait(false);
        }

        using var server = new ReloadServer(terminal, app, environment);
        await server.Run(cancellationToken).ConfigureAwait(false);
        return 0;
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
