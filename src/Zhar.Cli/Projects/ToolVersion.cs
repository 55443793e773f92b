using System.Reflection;

namespace Zhar.Cli.Projects;

/// <summary>The version of this tool, which is that of the packages that it was packed with.</summary>
internal static class ToolVersion
{
    internal static string Current { get; } = Read();

    private static string Read()
    {
        var version = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        return version.Split('+')[0];
    }
}
