using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Zhar;

/// <summary>Runs one command in a host, and turns what goes wrong into a message and an exit code.</summary>
internal static class HostCommandRunner
{
    /// <summary>Finds the command that the arguments name.</summary>
    internal static (HostCommand? Command, string? Error) Choose(HostCommands commands, string name)
    {
        if (commands.Find(name) is { } command)
            return (command, null);
        return (null, $"There is no command '{name}'. There are:\n\n{commands.Help()}\nWithout a command the application runs.");
    }

    internal static async Task<int> RunInProgram(IHost host, HostCommand command, IReadOnlyList<string> arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        try
        {
            if (command.StartsApplication)
                await host.StartAsync(stop.Token).ConfigureAwait(false);
        }
        catch (ApplicationStartException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }

        try
        {
            return await Run(command, new HostCommandContext(host.Services, arguments, Console.Out, stop.Token), Console.Error).ConfigureAwait(false);
        }
        finally
        {
            if (command.StartsApplication)
                await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    internal static async Task<int> Run(HostCommand command, HostCommandContext context, TextWriter error)
    {
        try
        {
            return await command.Run(context).ConfigureAwait(false);
        }
        catch (HostCommandException e)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync($"'{command.Name}' was stopped before it was done.").ConfigureAwait(false);
            return 130;
        }
        catch (Exception e)
        {
            // The command is the application's code: whatever it throws is the end of the command, and no crash of the program that it runs in.
            await error.WriteLineAsync($"'{command.Name}' failed. {e}").ConfigureAwait(false);
            return 1;
        }
    }
}
