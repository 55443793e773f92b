using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Generators;

/// <summary>What was generated, in the folder <c>.zhar</c> of the application, so that it can be taken back.</summary>
internal static class UndoLog
{
    private const string Folder = ".zhar";

    internal static void Record(Generation generation)
    {
        var entry = new UndoEntry(generation.Title, new(generation.Made), generation.Changed.ToDictionary(static c => c.Key, static c => new UndoEdit(c.Value.Before, c.Value.After)));
        var folder = generation.App.PathOf(Folder);
        var number = Entries(folder).Select(static f => int.Parse(Path.GetFileNameWithoutExtension(f), CultureInfo.InvariantCulture)).DefaultIfEmpty().Max() + 1;
        FileSet.Write(Path.Combine(folder, $"{number.ToString("0000", CultureInfo.InvariantCulture)}.json"), JsonSerializer.Serialize(entry, UndoJson.Default.UndoEntry));
    }

    /// <summary>The files that the last generation has made.</summary>
    internal static IReadOnlyCollection<string> LastMade(AppProject app) => Entries(app.PathOf(Folder)).LastOrDefault() is { } file ? Read(file).Made.Keys : [];

    /// <summary>Takes the last generation back: all of it, or nothing when its files were changed since or its migration is applied.</summary>
    internal static async Task Undo(AppProject app, Terminal terminal, bool force, CancellationToken cancellationToken)
    {
        if (Entries(app.PathOf(Folder)).LastOrDefault() is not { } file)
            throw new CliException("There is nothing to take back: nothing was generated here, or all of it was taken back.");
        var entry = Read(file);

        var restored = new Dictionary<string, string>();
        var touched = new List<string>();
        foreach (var (path, text) in entry.Made)
        {
            if (File.Exists(app.PathOf(path)) && Text(app, path) != text)
                touched.Add(path);
        }

        foreach (var (path, edit) in entry.Changed)
        {
            var now = File.Exists(app.PathOf(path)) ? Text(app, path) : null;
            if (now == edit.After)
                restored[path] = edit.Before;
            else if (now is not null && Without(now, edit) is { } rest)
                restored[path] = rest;
            else
                touched.Add(path);
        }

        if (touched.Count > 0 && !force)
        {
            throw new CliException(
                $"'{entry.Title}' cannot be taken back: {Some(touched)} {(touched.Count == 1 ? "was" : "were")} changed since. Nothing was touched.",
                "commit or save your changes, then: zhar gen --undo --force (files that it made are deleted with your changes; files that it edited and that have changed stay)");
        }

        if (!force)
            await AppliedMigrations.RequireNone(app, terminal, entry.Made, cancellationToken).ConfigureAwait(false);

        foreach (var path in entry.Made.Keys)
        {
            File.Delete(app.PathOf(path));
            DeleteEmptyFolders(app, Path.GetDirectoryName(path));
            terminal.File("delete", path);
        }

        foreach (var (path, text) in restored)
        {
            terminal.File("edit", path);
            terminal.Diff(LineDiff.Of(Text(app, path), text));
            File.WriteAllText(app.PathOf(path), text);
        }

        File.Delete(file);
        terminal.Line();
        terminal.Done($"Took back: {entry.Title}");
    }

    /// <summary>Files as a message names them: one or two, or how many.</summary>
    internal static string Some(IReadOnlyList<string> paths) => paths.Count <= 2 ? string.Join(" and ", paths) : $"{paths[0]} and {paths.Count - 1} more";

    private static UndoEntry Read(string file)
    {
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllText(file), UndoJson.Default.UndoEntry) is { } entry)
                return entry;
        }
        catch (JsonException)
        {
            // It is told below.
        }

        throw new CliException($"{file} cannot be read. Delete it to go on without it.");
    }

    /// <summary>A file that was changed elsewhere since, without the lines that were put in; null when they are not there as they were.</summary>
    private static string? Without(string now, UndoEdit edit)
    {
        foreach (var block in Blocks(edit))
        {
            var at = now.IndexOf(block, StringComparison.Ordinal);
            if (at < 0 || now.IndexOf(block, at + 1, StringComparison.Ordinal) >= 0)
                return null;
            now = now.Remove(at, block.Length);
        }

        return now;
    }

    /// <summary>The lines that an edit has put in, each run of them as one text.</summary>
    private static IEnumerable<string> Blocks(UndoEdit edit)
    {
        var before = edit.Before.Split('\n');
        var after = edit.After.Split('\n');
        var (b, start) = (0, -1);
        for (var a = 0; a < after.Length; a++)
        {
            if (b < before.Length && after[a] == before[b])
            {
                if (start >= 0)
                    yield return string.Join('\n', after[start..a]) + "\n";
                start = -1;
                b++;
            }
            else if (start < 0)
            {
                start = a;
            }
        }

        if (start >= 0)
            yield return string.Join('\n', after[start..]);
    }

    private static string Text(AppProject app, string path) => File.ReadAllText(app.PathOf(path)).ReplaceLineEndings("\n");

    private static void DeleteEmptyFolders(AppProject app, string? folder)
    {
        while (folder is { Length: > 0 } && Directory.Exists(app.PathOf(folder)) && !Directory.EnumerateFileSystemEntries(app.PathOf(folder)).Any())
        {
            Directory.Delete(app.PathOf(folder));
            folder = Path.GetDirectoryName(folder);
        }
    }

    private static IEnumerable<string> Entries(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Where(static f => int.TryParse(Path.GetFileNameWithoutExtension(f), CultureInfo.InvariantCulture, out _)).Order(StringComparer.Ordinal) : [];
}

/// <summary>One generation.</summary>
internal sealed record UndoEntry(string Title, Dictionary<string, string> Made, Dictionary<string, UndoEdit> Changed);

/// <summary>A file before and after.</summary>
internal sealed record UndoEdit(string Before, string After);

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(UndoEntry))]
internal sealed partial class UndoJson : JsonSerializerContext;
