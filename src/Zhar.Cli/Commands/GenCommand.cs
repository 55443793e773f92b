using System.CommandLine;
using System.Security.Cryptography;
using Zhar.Cli.Output;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar gen</c>: generates parts of an application.</summary>
internal static class GenCommand
{
    internal static Command Make(Terminal terminal, string folder)
    {
        _ = folder;
        var command = new Command("gen", "Generates parts of an application.") { Secret(terminal) };
        return command;
    }

    private static Command Secret(Terminal terminal)
    {
        var command = new Command("secret", "Prints a secret for SECRET_KEY_BASE.");
        command.SetAction(_ =>
        {
            terminal.Line(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)));
            return 0;
        });
        return command;
    }
}
