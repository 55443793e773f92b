using System.CommandLine;
using System.Runtime.InteropServices;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;
using Zhar.Cli.Releases;

namespace Zhar.Cli.Commands;

/// <summary><c>zhar release</c>: makes a folder that runs on a server.</summary>
internal static class ReleaseCommand
{
    internal static Command Make(Terminal terminal, string folder)
    {
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace this version when it is there already." };
        var dependent = new Option<bool>("--framework-dependent") { Description = "Smaller; the server has to have the .NET runtime." };
        var runtime = new Option<string>("--runtime") { Description = "The system of the server, such as linux-x64 or linux-arm64. Default: that of this machine.", DefaultValueFactory = static _ => RuntimeInformation.RuntimeIdentifier };
        var output = new Option<string?>("--output") { Description = "The folder. Default: releases/<name> in the application." };
        var docker = new Option<bool>("--docker") { Description = "Also write a Dockerfile for the release." };
        var command = new Command("release", "Makes a folder that runs on a server, without .NET there.") { overwrite, dependent, runtime, output, docker };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var app = AppProject.Find(folder);
            var target = Path.GetFullPath(Path.Combine(folder, parsed.GetValue(output) ?? app.PathOf("releases", app.Underscored)));
            var options = new ReleaseOptions(target, parsed.GetValue(runtime)!, !parsed.GetValue(dependent), parsed.GetValue(overwrite)); // it has a default
            if (parsed.GetValue(docker))
                DockerFiles.Require(options);
            await ReleaseBuilder.Build(terminal, app, options, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(docker))
                DockerFiles.Write(terminal, app, target, parsed.GetValue(overwrite));
            return 0;
        });
        return command;
    }
}
