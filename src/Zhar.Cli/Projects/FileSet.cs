using Zhar.Cli.Output;

namespace Zhar.Cli.Projects;

/// <summary>Writes several files, or none: what was written before a failure is taken away again.</summary>
internal static class FileSet
{
    /// <summary>Writes files into a folder that does not exist or is empty.</summary>
    internal static void WriteNew(string folder, IEnumerable<KeyValuePair<string, string>> files)
    {
        var existed = Directory.Exists(folder);
        try
        {
            foreach (var (path, text) in files)
                Write(Path.Combine(folder, path), text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(folder))
            {
                if (existed)
                {
                    foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
                        Delete(entry);
                }
                else
                {
                    Directory.Delete(folder, recursive: true);
                }
            }

            throw new CliException($"{folder} cannot be written: {e.Message} Nothing was left behind.", "choose a folder that you may write to");
        }
    }

    internal static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file lies in a folder
        File.WriteAllText(path, text);
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo folder)
            folder.Delete(recursive: true);
        else
            entry.Delete();
    }
}
