using System.CommandLine;
using Zhar.Cli.Output;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar release</c>: makes a folder that runs on a server.</summary>
internal static class ReleaseCommand
{
    internal static Command Make(Terminal terminal, string folder)
    {
        _ = (terminal, folder);
        return new Command("release", "Makes a folder that runs on a server.");
    }
}
