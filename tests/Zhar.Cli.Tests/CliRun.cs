using Zhar.Cli.Commands;
using Zhar.Cli.Output;

namespace Zhar.Cli.Tests;

/// <summary>One command line, and what it said.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    internal static async Task<CliRun> Of(string folder, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Commands.Cli.Run(args, Terminal.Plain(output, error), folder);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Makes an application in a folder, without building it.</summary>
    internal static async Task<string> New(TempFolder folder, params string[] options)
    {
        var run = await Of(folder.Path, ["new", "my_app", .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return folder["my_app"];
    }
}
