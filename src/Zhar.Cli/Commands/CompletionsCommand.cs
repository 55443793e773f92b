using System.CommandLine;
using Zhar.Cli.Output;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar completions</c>: the script that makes a shell complete the commands.</summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        # eval "$(zhar completions bash)"
        _zhar() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(zhar "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _zhar zhar
        """;

    private const string Zsh = """
        # eval "$(zhar completions zsh)"
        _zhar() {
            local -a found
            found=("${(@f)$(zhar "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- $found
        }
        compdef _zhar zhar
        """;

    internal static Command Make(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash or zsh" };
        shell.CompletionSources.Add("bash", "zsh");
        var command = new Command("completions", "Prints the script that completes commands in a shell.") { shell };
        command.SetAction(parsed =>
        {
            terminal.Line(parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                var other => throw new CliException($"There are completions for bash and zsh, not for '{other}'.", "eval \"$(zhar completions bash)\""),
            });
            return 0;
        });
        return command;
    }
}
