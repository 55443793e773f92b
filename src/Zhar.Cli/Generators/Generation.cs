using Zhar.Cli.Output;
using Zhar.Cli.Projects;

namespace Zhar.Cli.Generators;

/// <summary>What a generator is going to do: files to make and files to change. Nothing is written before all of it is known to work.</summary>
internal sealed class Generation(AppProject app, string title)
{
    private readonly SortedDictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Before, string After)> _changed = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    /// <summary>The application.</summary>
    internal AppProject App => app;

    /// <summary>The command in words, for the record of what can be taken back.</summary>
    internal string Title => title;

    internal IReadOnlyDictionary<string, string> Made => _made;

    internal IReadOnlyDictionary<string, (string Before, string After)> Changed => _changed;

    /// <summary>Commands that the user runs next.</summary>
    internal List<string> NextSteps { get; } = [];

    /// <summary>Plans a file.</summary>
    /// <param name="path">Its path in the application, with slashes.</param>
    /// <param name="text">What is in it.</param>
    internal void Make(string path, string text) => _made.Add(path, text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");

    /// <summary>Plans a file unless it is there.</summary>
    internal void MakeUnlessThere(string path, string text)
    {
        if (!Exists(path))
            Make(path, text);
    }

    /// <summary>Whether a file is there, or is going to be.</summary>
    internal bool Exists(string path) => _made.ContainsKey(path) || File.Exists(app.PathOf(path));

    /// <summary>The text of a file as it is going to be.</summary>
    /// <exception cref="CliException">There is none.</exception>
    internal string Read(string path)
    {
        if (_made.TryGetValue(path, out var made))
            return made;
        if (_changed.TryGetValue(path, out var changed))
            return changed.After;
        var full = app.PathOf(path);
        return File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : throw new CliException($"There is no {path}, and it has to be changed. Nothing was written.");
    }

    /// <summary>Plans a change of a file.</summary>
    /// <param name="path">Its path in the application.</param>
    /// <param name="edit">Makes the new text of the old one; null says that it cannot, and <paramref name="byHand"/> is shown.</param>
    /// <param name="byHand">What the user has to do when the file is not as it was generated.</param>
    internal void Edit(string path, Func<string, string?> edit, string byHand)
    {
        if (!Exists(path))
        {
            _notes.Add(byHand);
            return;
        }

        var before = Read(path);
        var after = edit(before);
        if (after is null)
            _notes.Add(byHand);
        else if (after != before && _made.ContainsKey(path))
            _made[path] = after;
        else if (after != before)
            _changed[path] = (_changed.TryGetValue(path, out var planned) ? planned.Before : before, after);
    }

    /// <summary>Writes all that is planned, or nothing.</summary>
    /// <exception cref="CliException">A file is there already, or cannot be written.</exception>
    internal void Apply(Terminal terminal)
    {
        var there = _made.Keys.Where(p => File.Exists(app.PathOf(p))).ToList();
        if (there.Count > 0)
            throw Exists(there);
        if (_made.Keys.FirstOrDefault(p => p.EndsWith($"/{app.Module}.cs", StringComparison.Ordinal)) is { } hiding)
            throw new CliException($"{hiding} would have a class of the application's own name, which hides the namespace {app.Module} from its code. Nothing was written.", $"choose another name for it, or for the application: zhar new {app.Underscored}_app");
        var restored = new List<(string Path, string Text)>();
        try
        {
            foreach (var (path, text) in _made)
                FileSet.Write(app.PathOf(path), text);

            foreach (var (path, (before, after)) in _changed)
            {
                restored.Add((app.PathOf(path), before));
                FileSet.Write(app.PathOf(path), after);
            }

            UndoLog.Record(this);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FileSet.Delete(app.Folder, _made.Keys);
            foreach (var (path, text) in restored)
                TryRestore(path, text);
            throw new CliException($"{e.Message.TrimEnd('.')}. Nothing was left behind.");
        }

        Show(terminal);
    }

    /// <summary>What can be taken back is the last generation: that helps only when the files are its own.</summary>
    private CliException Exists(List<string> there)
    {
        var rename = title == "gen auth" ? "" : "choose another name, or ";
        return new CliException(
            $"{UndoLog.Some(there)} {(there.Count == 1 ? "exists" : "exist")} already. Nothing was written.",
            rename + (there.All(UndoLog.LastMade(app).Contains) ? "take back what was generated last: zhar gen --undo" : "delete what is there if you do not need it"));
    }

    private void Show(Terminal terminal)
    {
        foreach (var path in _made.Keys)
            terminal.File("create", path);
        foreach (var (path, (before, after)) in _changed)
        {
            terminal.File("edit", path);
            terminal.Diff(LineDiff.Of(before, after));
        }

        foreach (var note in _notes)
        {
            terminal.Line();
            terminal.Warning(note);
        }

        if (NextSteps.Count == 0)
            return;
        terminal.Line();
        terminal.Line("Next:");
        foreach (var step in NextSteps)
            terminal.Next(step);
    }

    /// <summary>The file may be the very one that cannot be written; it has its old text then.</summary>
    private static void TryRestore(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was not changed either.
        }
    }
}
