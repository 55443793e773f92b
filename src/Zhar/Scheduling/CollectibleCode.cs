namespace Zhar.Scheduling;

/// <summary>Counts the assemblies that were loaded to be unloaded again, for a fault of the .NET runtime: see "Threads outlive applications" in docs/architecture/scheduler.md.</summary>
internal static class CollectibleCode
{
    private static int LoadCount;

    static CollectibleCode() => AppDomain.CurrentDomain.AssemblyLoad += static (_, loaded) =>
    {
        if (loaded.LoadedAssembly.IsCollectible)
            Interlocked.Increment(ref LoadCount);
    };

    /// <summary>How many there were since the first scheduler was made.</summary>
    internal static int Loads => Volatile.Read(ref LoadCount);
}
