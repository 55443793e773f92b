using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;

namespace Zhar;

/// <summary>
/// Where one version of an application lives: a collectible load context with its assembly and the libraries that are its own. Zhar, what Zhar needs, and .NET stay in the default
/// context and are shared, so that processes, messages and services of both sides are of the same types.
/// </summary>
internal sealed class ApplicationContext : AssemblyLoadContext
{
    /// <summary>The switch that a build sets with <c>RuntimeHostConfigurationOption</c>.</summary>
    internal const string Switch = "Zhar.Hosting.CollectibleApplication";

    private const string Framework = "Zhar";

    private readonly AssemblyDependencyResolver _resolver;
    private readonly HashSet<string> _shared;
    private readonly HashSet<string>? _own;

    private ApplicationContext(string name, string path, HashSet<string>? own)
        : base(name, isCollectible: true)
    {
        _resolver = new AssemblyDependencyResolver(path);
        _shared = SharedOf(Path.GetDirectoryName(path)!); // a file of the disk lies in a folder
        _own = own;
    }

    /// <summary>A context for an application, or <c>null</c> where it stays in the one it is in: without the switch, in a program without files or without a compiler at run time.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly of a single file has no path, which is looked at.")]
    internal static ApplicationContext? For(Type application)
    {
        if (!AppContext.TryGetSwitch(Switch, out var isOn) || !isOn || !RuntimeFeature.IsDynamicCodeSupported || GetLoadContext(application.Assembly) != Default)
            return null;
        return application.Assembly.Location is { Length: > 0 } path ? new ApplicationContext($"{application.FullName} (application)", path, null) : null;
    }

    /// <summary>A context for one version of a program that is reloaded. It has only what is built from source, for that is what changes; packages are shared, and need not be loaded and compiled again.</summary>
    /// <param name="program">The program as it was started.</param>
    /// <param name="file">The assembly of the version.</param>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "A single file is not reloaded.")]
    internal static ApplicationContext ForVersion(Assembly program, string file)
    {
        var path = program.Location;
        return new ApplicationContext($"{program.GetName().Name} ({Path.GetFileName(file)})", path, ProjectsOf(Path.ChangeExtension(path, ".deps.json")));
    }

    /// <summary>The assembly of a version.</summary>
    internal Assembly LoadProgram(string file) => LoadFromBytes(file);

    /// <summary>The application, from this context's copy of its assembly.</summary>
    /// <param name="application">Its class, from the default context.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Trimmed programs do not set the switch: they cannot load code.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above.")]
    internal ZharApplication MakeApplication(Type application) =>
        (ZharApplication)Activator.CreateInstance(LoadFromAssemblyName(application.Assembly.GetName()).GetType(application.FullName!, throwOnError: true)!)!; // a class that is not generic has a name; throws where there is none

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name || _shared.Contains(name) || _own?.Contains(name) == false || _resolver.ResolveAssemblyToPath(assemblyName) is not { } path)
            return null;
        return LoadFromBytes(path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    /// <summary>By its bytes, so that the file can be replaced while it runs; with its symbols, so that debuggers and stack traces know its lines.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Trimmed programs do not set the switch: they cannot load code.")]
    private Assembly LoadFromBytes(string path)
    {
        using var code = new MemoryStream(File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbols))
            return LoadFromStream(code);
        using var lines = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(code, lines);
    }

    /// <summary>The assemblies of Zhar in a folder, and all that they refer to.</summary>
    private static HashSet<string> SharedOf(string folder)
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
    private static HashSet<string>? ProjectsOf(string file)
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
