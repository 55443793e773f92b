using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Zhar.Testing;

/// <summary>Tests that an application can be unloaded, as a hot upgrade does with the old version.</summary>
public static class Unloading
{
    private const int Rounds = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Loads an assembly in a collectible load context, runs something of it, unloads the context, and fails when it is still alive.</summary>
    /// <param name="assemblyPath">The assembly. Zhar itself, and whatever else the test has loaded by default, is shared; other assemblies come from the same folder.</param>
    /// <param name="run">Runs it. Ends only when what it started has stopped, and keeps nothing of the assembly.</param>
    /// <param name="patience">How long to wait for threads and connections to let go of it. Default 30 s; a second at the least.</param>
    /// <exception cref="ExpectationException">Something still refers to the assembly; the text names the usual suspects.</exception>
    public static async Task AssertUnloads(string assemblyPath, Func<Assembly, Task> run, TimeSpan? patience = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(assemblyPath);
        ArgumentNullException.ThrowIfNull(run);
        var context = await Use(Path.GetFullPath(assemblyPath), run).ConfigureAwait(false);

        // Threads that ran the code let go of it only when they run something else, and on a busy machine that takes its time: rounds with growing pauses.
        var began = Stopwatch.GetTimestamp();
        for (var round = 0; context.IsAlive && (round < Rounds || Stopwatch.GetElapsedTime(began) < (patience ?? Patience)); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(Math.Min(round, Rounds)).ConfigureAwait(false);
        }

        if (context.IsAlive)
        {
            throw new ExpectationException($"""
                {Path.GetFileName(assemblyPath)} was unloaded, but something still refers to it. The usual suspects:
                  - a process of it that still runs, or a node that was not disposed;
                  - a static field or event outside of it that holds one of its objects, delegates or types (a cache by Type, a serializer's options);
                  - a System.Threading.Timer, a thread, a task that never ends, a CancellationToken registration, an AsyncLocal;
                  - a GCHandle, or a native callback;
                  - the delegate given to AssertUnloads: it must not keep what it got from the assembly.
                In the runtime, `dotnet-dump analyze` and `gcroot` on the LoaderAllocator name the path.
                """);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> Use(string path, Func<Assembly, Task> run)
    {
        var context = new Context(path);
        try
        {
            await run(context.LoadFromAssemblyPath(path)).ConfigureAwait(false);
        }
        finally
        {
            context.Unload();
        }

        return new WeakReference(context);
    }

    private sealed class Context : AssemblyLoadContext
    {
        internal Context(string path)
            : base("under test", isCollectible: true)
        {
            var folder = Path.GetDirectoryName(path)!; // a full path of a file has one
            Resolving += (self, name) => Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? self.LoadFromAssemblyPath(file) : null;
        }
    }
}
