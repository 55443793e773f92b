namespace Zhar.Eng.Conformance.Mutants;

/// <summary>A copy of what the conformance tests are built from, in a temporary folder that is deleted at the end.</summary>
internal sealed class ScratchTree : IDisposable
{
    private static readonly string[] Folders = ["src", "tests/Support", "tests/Zhar.Conformance"];
    private static readonly string[] Files = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "tests/Directory.Build.props", "tests/xunit.runner.json"];

    private ScratchTree(string root) => Root = root;

    public string Root { get; }

    public static ScratchTree CopyOf(string root)
    {
        var scratch = new ScratchTree(Directory.CreateTempSubdirectory("zhar-mutants-").FullName);
        foreach (var folder in Folders.Where(f => Directory.Exists(Path.Combine(root, f))))
            CopyFolder(Path.Combine(root, folder), Path.Combine(scratch.Root, folder));

        foreach (var file in Files.Where(f => File.Exists(Path.Combine(root, f))))
            File.Copy(Path.Combine(root, file), Path.Combine(scratch.Root, file));

        return scratch;
    }

    /// <summary>Puts a fault in, until the result is disposed.</summary>
    public IDisposable Apply(Mutant mutant)
    {
        var path = Path.Combine(Root, mutant.File);
        if (!File.Exists(path))
            throw new ConformanceException($"Mutant '{mutant.Name}': there is no file '{mutant.File}'.");

        var source = File.ReadAllText(path);
        File.WriteAllText(path, mutant.ApplyTo(source));
        return new Undo(path, source);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            if (Path.GetFileName(folder) is not ("bin" or "obj") and var name)
                CopyFolder(folder, Path.Combine(to, name));
        }
    }

    private sealed class Undo(string path, string source) : IDisposable
    {
        public void Dispose() => File.WriteAllText(path, source);
    }
}
