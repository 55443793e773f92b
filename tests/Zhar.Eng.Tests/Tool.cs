using System.Diagnostics;

namespace Zhar.Eng.Tests;

/// <summary>The programs that work on this repository.</summary>
internal static class Tool
{
    /// <inheritdoc cref="Command.Run"/>
    internal static Task<(int Code, string Output)> Run(string folder, TimeSpan limit, IReadOnlyDictionary<string, string?> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Command.Run(start, limit);
    }
}
