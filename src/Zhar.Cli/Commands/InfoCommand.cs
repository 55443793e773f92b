using System.CommandLine;
using System.Runtime.InteropServices;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar info</c>: versions and what is known of the application, for a report of a problem.</summary>
internal static class InfoCommand
{
    internal static Command Make(Terminal terminal, string folder)
    {
        var command = new Command("info", "Shows versions and what is known of the application.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var (code, sdk) = await DotNet.Capture(["--version"], folder, cancellationToken).ConfigureAwait(false);
            terminal.Line($"zhar         {ToolVersion.Current}");
            terminal.Line($".NET SDK     {(code == 0 ? sdk.Trim() : "none")}");
            terminal.Line($"runtime      {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
            terminal.Line($"packages     {(UserFeed.Has(ToolVersion.Current) ? UserFeed.Folder : "the sources of this machine")}");
            try
            {
                var app = AppProject.Find(folder);
                terminal.Line($"application  {app.Module} {app.Version} in {app.Folder}");
                terminal.Line($"parts        {string.Join(", ", app.Packages.Where(static p => p.StartsWith("Zhar", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}");
                terminal.Line($"database     {app.Database}");
            }
            catch (CliException)
            {
                terminal.Line("application  none in this folder");
            }

            return 0;
        });
        return command;
    }
}
