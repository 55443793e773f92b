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

    private const string Fish = """
        # zhar completions fish | source
        function __zhar_complete
            set -l line (commandline -cp)
            zhar "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c zhar -f -a "(__zhar_complete)"
        """;

    private const string PowerShell = """
        # zhar completions pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName zhar -ScriptBlock {
            param($word, $command, $position)
            $line = $command.ToString().PadRight($position)
            zhar "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    internal static Command Make(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh" };
        shell.CompletionSources.Add("bash", "zsh", "fish", "pwsh");
        var command = new Command("completions", "Prints the script that completes commands in a shell.") { shell };
        command.SetAction(parsed =>
        {
            terminal.Line(parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                "pwsh" or "powershell" => PowerShell,
                var other => throw new CliException($"There are completions for bash, zsh, fish and pwsh, not for '{other}'.", "eval \"$(zhar completions bash)\""),
            });
            return 0;
        });
        return command;
    }
}
