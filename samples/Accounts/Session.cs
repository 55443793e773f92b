using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Accounts;

/// <summary>One command, or the shell: runs when the tree is up, and ends the program.</summary>
internal sealed class Session(Command command, IServiceProvider services, Screen screen, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>0 when all was well.</summary>
    public int ExitCode { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ExitCode = 1; // unless the command comes to its end
        try
        {
            // Not before: a wrong setting is the supervision tree's to report.
            var commands = services.GetRequiredService<Commands>();
            if (command is Command.Shell)
                ExitCode = await Shell(commands, stoppingToken);
            else
                ExitCode = await commands.Run(command, stoppingToken) ? 0 : 1;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM, between two commands or in the middle of one.
            ExitCode = 130;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    // A script learns that a line has failed; a person has seen it.
    private async Task<int> Shell(Commands commands, CancellationToken stoppingToken)
    {
        var talks = !Console.IsInputRedirected;
        var hasFailed = false;
        if (talks)
            screen.Line("User accounts. Type help for the commands.");
        while (true)
        {
            if (talks)
                screen.Prompt("accounts> ");

            // Reading a console cannot be cancelled, so the read is left behind when the program is told to end.
            if (await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(stoppingToken) is not { } line)
                break;
            if (Command.Split(line) is not { } words)
            {
                screen.Error("a quote is not closed");
                hasFailed = true;
                continue;
            }

            if (words.Length == 0)
                continue;
            var next = Command.Parse(words);
            if (next is Command.Quit)
                break;
            hasFailed |= !await commands.Run(next, stoppingToken);
        }

        return talks || !hasFailed ? 0 : 1;
    }
}
