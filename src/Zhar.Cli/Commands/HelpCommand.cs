using System.CommandLine;
using Zhar.Cli.Names;
using Zhar.Cli.Output;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar help</c>: what <c>--help</c> shows, for those who look for it in front.</summary>
internal static class HelpCommand
{
    internal static Command Make(Terminal terminal, string folder)
    {
        var words = new Argument<string[]>("command") { HelpName = "command", Description = "The command that it is about: gen live", Arity = ArgumentArity.ZeroOrMore };
        words.CompletionSources.Add(_ => Cli.Root(terminal, folder).Subcommands.Select(static c => new System.CommandLine.Completions.CompletionItem(c.Name)));
        var command = new Command("help", "Shows what there is, or how a command is used.") { words };
        command.SetAction((parsed, cancellationToken) =>
        {
            var root = Cli.Root(terminal, folder);
            Command at = root;
            var names = parsed.GetValue(words) ?? [];
            foreach (var name in names)
            {
                at = at.Subcommands.FirstOrDefault(c => c.Name == name)
                    ?? throw (Nearest.To(name, at.Subcommands.Select(static c => c.Name)) is { } near
                        ? CliException.Correct($"There is no command '{name}'.", name, near)
                        : new CliException($"There is no command '{name}'.", "zhar --help"));
            }

            return root.Parse([.. names, "--help"]).InvokeAsync(parsed.InvocationConfiguration, cancellationToken);
        });
        return command;
    }
}
