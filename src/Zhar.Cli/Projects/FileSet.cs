using Zhar.Cli.Output;

namespace Zhar.Cli.Projects;

/// <summary>Writes several files, or none: what was written before a failure is taken away again.</summary>
internal static class FileSet
{
    /// <summary>Writes files into a folder that does not exist, or has none of them.</summary>
    internal static void WriteNew(string folder, IReadOnlyCollection<KeyValuePair<string, string>> files)
    {
        var existed = Directory.Exists(folder);
        try
        {
            foreach (var (path, text) in files)
                Write(Path.Combine(folder, path), text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (existed)
                Delete(folder, files.Select(static f => f.Key));
            else if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            throw new CliException($"{folder} cannot be written: {e.Message.TrimEnd('.')}. Nothing was left behind.", "choose a folder that you may write to");
        }
    }

    internal static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file lies in a folder
        File.WriteAllText(path, text);
    }

    /// <summary>Deletes files of a folder as far as they are there, and folders in it that are empty then; the folder itself stays.</summary>
    internal static void Delete(string folder, IEnumerable<string> files)
    {
        foreach (var file in files.Select(f => Path.Combine(folder, f)))
        {
            if (File.Exists(file))
                File.Delete(file);
            for (var at = Path.GetDirectoryName(file); at is not null && at != folder && Directory.Exists(at) && !Directory.EnumerateFileSystemEntries(at).Any(); at = Path.GetDirectoryName(at))
                Directory.Delete(at);
        }
    }
}
