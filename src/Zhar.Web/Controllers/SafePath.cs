namespace Zhar.Web;

/// <summary>Keeps a name that came from outside within a directory.</summary>
internal static class SafePath
{
    /// <summary>The full path, or <c>null</c> when it leads out of <paramref name="directory"/>, by dots, an absolute path, a drive, or a link.</summary>
    internal static string? Within(string directory, string name)
    {
        if (string.IsNullOrEmpty(name) || name.Contains('\0', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(name))
            return null;
        if (name.Split('/').Any(static part => part is "." or ".." or ""))
            return null;
        var root = Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, name));
        return full.StartsWith(root, StringComparison.Ordinal) && !LeadsOut(root, full) ? full : null;
    }

    /// <summary>Whether the file, or a directory on the way to it, is a link to somewhere outside of the root.</summary>
    internal static bool LeadsOut(string root, string full)
    {
        for (var at = full; at.Length > root.Length; at = Path.GetDirectoryName(at)!)
        {
            FileSystemInfo info = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
            if (info.LinkTarget is not null && (info.ResolveLinkTarget(returnFinalTarget: true) is not { } target || !(target.FullName + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }
}
