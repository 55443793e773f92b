namespace Zhar.Cli.Reload;

/// <summary>What has to be done for a file that has changed.</summary>
internal enum SourceChange
{
    /// <summary>Nothing: the program does not consist of it.</summary>
    None,

    /// <summary>Browsers load it anew.</summary>
    Asset,

    /// <summary>The application starts again with other settings.</summary>
    Setting,

    /// <summary>The application is compiled, and takes the place of the one that runs.</summary>
    Code,

    /// <summary>MSBuild builds everything, and the program starts again: its packages may be others.</summary>
    Project,
}

/// <summary>Sorts changed files.</summary>
internal static class SourceChanges
{
    /// <summary>What a file means, by its path in the application, with slashes.</summary>
    internal static SourceChange Of(string path)
    {
        var parts = path.Split('/');
        if (!MayHold(parts.AsSpan(..^1)))
            return SourceChange.None;
        var name = parts[^1];
        if (name.EndsWith('~') || name.StartsWith(".#", StringComparison.Ordinal) || name.EndsWith(".swp", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal))
            return SourceChange.None;
        if (parts[0] == "wwwroot")
            return SourceChange.Asset;
        if (name is "global.json" or ".editorconfig" || name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase))
            return SourceChange.Project;
        if (name.StartsWith('.'))
            return SourceChange.None;
        return Path.GetExtension(name) switch
        {
            ".cs" => SourceChange.Code,
            ".csproj" or ".props" or ".targets" => SourceChange.Project,
            ".js" when name.EndsWith(".hooks.js", StringComparison.Ordinal) => SourceChange.Code, // travels inside of the assembly
            ".json" when parts is ["config", ..] || (parts.Length == 1 && name.StartsWith("appsettings", StringComparison.Ordinal)) => SourceChange.Setting,
            _ => SourceChange.None,
        };
    }

    /// <summary>Whether there may be files of the application in a folder, by its path in the application, with slashes.</summary>
    internal static bool MayHold(string folder) => MayHold(folder.Split('/'));

    private static bool MayHold(ReadOnlySpan<string> folders)
    {
        foreach (var name in folders)
        {
            if (name.StartsWith('.') || name is "bin" or "obj" or "node_modules")
                return false;
        }

        return folders is not ["test" or "releases", ..];
    }
}
