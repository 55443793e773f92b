using System.CommandLine;
using System.Text.RegularExpressions;
using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Commands;

/// <summary>All commands of <c>zhar</c>.</summary>
internal static partial class Cli
{
    /// <summary>How long a program that was told to stop may take to answer what is under way; that of the application is 30 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>EX_SOFTWARE of sysexits.</summary>
    private const int FaultCode = 70;

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code: 0, or 1 with a message on standard error.</returns>
    internal static async Task<int> Run(string[] args, Terminal terminal, string folder)
    {
        var parsed = Root(terminal, folder).Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            if (!IsUnknownCommand(terminal, args, parsed))
                terminal.Error(string.Join('\n', parsed.Errors.Select(static e => Number().Replace(e.Message, "'$1' is no value for $2: it has to be a whole number."))), $"zhar {CommandPath(parsed)}--help");
            return 1;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience, Output = terminal.Out }).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            terminal.Error(e.Message, e.NextOf(args));
            return 1;
        }
        catch (UnauthorizedAccessException e)
        {
            terminal.Error($"{e.Message} Nothing can be written there: choose another folder, or change its rights.");
            return 1;
        }
        catch (IOException e)
        {
            terminal.Error(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception e)
        {
            terminal.Error($"This is a fault of zhar itself. Please report it with what follows, and with what 'zhar info' says.\n\n{e}\n");
            return FaultCode;
        }
    }

    internal static RootCommand Root(Terminal terminal, string folder) => new("Makes applications with Zhar, generates their parts, runs, tests, migrates and releases them.")
    {
        NewCommand.Make(terminal, folder),
        ServerCommand.Make(terminal, folder),
        TestCommand.Make(terminal, folder),
        AppCommands.Routes(terminal, folder),
        AppCommands.Migrate(terminal, folder),
        AppCommands.Rollback(terminal, folder),
        AppCommands.Migrations(terminal, folder),
        AppCommands.Database(terminal, folder),
        AppCommands.Run(terminal, folder),
        GenCommand.Make(terminal, folder),
        ReleaseCommand.Make(terminal, folder),
        InfoCommand.Make(terminal, folder),
        HelpCommand.Make(terminal, folder),
        CompletionsCommand.Make(terminal),
    };

    /// <summary>A word where a command has to be: the nearest one is what was meant, most likely.</summary>
    private static bool IsUnknownCommand(Terminal terminal, string[] args, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens is not [var word, ..] || word.StartsWith('-'))
            return false;
        var near = Nearest.To(word, command.Subcommands.Select(static c => c.Name));
        var e = near is null
            ? new CliException($"There is no command '{CommandPath(parsed)}{word}'.", $"zhar {CommandPath(parsed)}--help")
            : CliException.Correct($"There is no command '{CommandPath(parsed)}{word}'.", word, near);
        terminal.Error(e.Message, e.NextOf(args));
        return true;
    }

    /// <summary>What the parser says of a number that is none; it names a type of .NET.</summary>
    [GeneratedRegex(@"^Cannot parse argument '(.*)' for option '(.*)' as expected type 'System\.(?:Nullable`1\[System\.)?Int32\]?'\.$")]
    private static partial Regex Number();

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is { Command: not RootCommand }; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, result.Command.Name + " ");
        return string.Concat(names);
    }
}
