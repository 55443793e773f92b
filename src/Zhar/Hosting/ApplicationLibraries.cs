using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Text.Json;

namespace Zhar;

/// <summary>Which libraries of an application lie in its own load context, and where they are. Read once for all versions: files are looked into for it.</summary>
internal sealed class ApplicationLibraries
{
    private const string Framework = "Zhar";

    private readonly AssemblyDependencyResolver _resolver;
    private readonly HashSet<string> _shared;
    private readonly HashSet<string>? _own;

    private ApplicationLibraries(string path, HashSet<string>? own)
    {
        _resolver = new AssemblyDependencyResolver(path);
        _shared = SharedIn(Path.GetDirectoryName(path)!); // a file of the disk lies in a folder
        _own = own;
    }

    /// <summary>All but Zhar, what Zhar needs, and .NET.</summary>
    internal static ApplicationLibraries Of(string path) => new(path, null);

    /// <summary>Only what is built from source, for that is what changes; packages are shared, and need not be loaded and compiled again.</summary>
    /// <param name="program">The program as it was started.</param>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "A single file is not reloaded.")]
    internal static ApplicationLibraries BuiltFromSource(Assembly program) => new(program.Location, ProjectsIn(Path.ChangeExtension(program.Location, ".deps.json")));

    /// <summary>The file of an assembly that is the application's own, or <c>null</c>.</summary>
    internal string? PathOf(AssemblyName assembly) =>
        assembly.Name is { } name && !_shared.Contains(name) && _own?.Contains(name) != false ? _resolver.ResolveAssemblyToPath(assembly) : null;

    /// <summary>The file of a library that is not managed, or <c>null</c>.</summary>
    internal string? UnmanagedPathOf(string name) => _resolver.ResolveUnmanagedDllToPath(name);

    /// <summary>The assemblies of Zhar in a folder, and all that they refer to.</summary>
    private static HashSet<string> SharedIn(string folder)
    {
        var shared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<string>(Directory.EnumerateFiles(folder, Framework + "*.dll").Select(static f => Path.GetFileNameWithoutExtension(f)).Where(static n => n == Framework || n.StartsWith(Framework + ".", StringComparison.Ordinal)));
        while (queue.TryDequeue(out var name))
        {
            if (!shared.Add(name))
                continue;
            var file = Path.Combine(folder, name + ".dll");
            if (!File.Exists(file))
                continue; // of .NET
            foreach (var reference in References(file))
                queue.Enqueue(reference);
        }

        return shared;
    }

    /// <summary>The libraries of a program that are no packages.</summary>
    private static HashSet<string>? ProjectsIn(string file)
    {
        if (!File.Exists(file))
            return null;
        using var stream = File.OpenRead(file);
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.TryGetProperty("libraries", out var libraries)
            ? libraries.EnumerateObject()
                .Where(static l => l.Value.TryGetProperty("type", out var type) && type.ValueEquals("project"))
                .Select(static l => l.Name.Split('/')[0])
                .ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;
    }

    private static string[] References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        if (!image.HasMetadata)
            return [];
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
