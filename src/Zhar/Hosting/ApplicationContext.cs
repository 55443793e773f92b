using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Zhar;

/// <summary>
/// Where one version of an application lives: a collectible load context with its assembly and the libraries that are its own. Zhar, what Zhar needs, and .NET stay in the default
/// context and are shared, so that processes, messages and services of both sides are of the same types.
/// </summary>
internal sealed class ApplicationContext : AssemblyLoadContext
{
    /// <summary>The switch that a build sets with <c>RuntimeHostConfigurationOption</c>.</summary>
    internal const string Switch = "Zhar.Hosting.CollectibleApplication";

    private readonly ApplicationLibraries _libraries;

    private ApplicationContext(string name, ApplicationLibraries libraries)
        : base(name, isCollectible: true) => _libraries = libraries;

    /// <summary>A context for an application, or <c>null</c> where it stays in the one it is in: without the switch, in a program without files or without a compiler at run time.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly of a single file has no path, which is looked at.")]
    internal static ApplicationContext? For(Type application)
    {
        if (!AppContext.TryGetSwitch(Switch, out var isOn) || !isOn || !RuntimeFeature.IsDynamicCodeSupported || GetLoadContext(application.Assembly) != Default)
            return null;
        return application.Assembly.Location is { Length: > 0 } path ? new ApplicationContext($"{application.FullName} (application)", ApplicationLibraries.Of(path)) : null;
    }

    /// <summary>A context for one version of a program that is reloaded.</summary>
    /// <param name="libraries">Those of the program, by <see cref="ApplicationLibraries.BuiltFromSource"/>.</param>
    /// <param name="file">The assembly of the version.</param>
    internal static ApplicationContext ForVersion(ApplicationLibraries libraries, string file) => new($"{Path.GetFileNameWithoutExtension(file)} ({Path.GetFileName(Path.GetDirectoryName(file))})", libraries);

    /// <summary>The assembly of a version.</summary>
    internal Assembly LoadProgram(string file) => LoadFromBytes(file);

    /// <summary>The application, from this context's copy of its assembly.</summary>
    /// <param name="application">Its class, from the default context.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Trimmed programs do not set the switch: they cannot load code.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above.")]
    internal ZharApplication MakeApplication(Type application) =>
        (ZharApplication)Activator.CreateInstance(LoadFromAssemblyName(application.Assembly.GetName()).GetType(application.FullName!, throwOnError: true)!)!; // a class that is not generic has a name; throws where there is none

    protected override Assembly? Load(AssemblyName assemblyName) => _libraries.PathOf(assemblyName) is { } path ? LoadFromBytes(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _libraries.UnmanagedPathOf(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

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
}
