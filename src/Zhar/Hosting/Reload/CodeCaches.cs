using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Zhar.Reload;

/// <summary>What libraries remember of types, which keeps old versions in memory: cleared as .NET's hot reload does it, by the handlers that the libraries declare.</summary>
internal static class CodeCaches
{
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Only the development command reloads; handlers that were trimmed away have no caches to clear.")]
    internal static void Clear()
    {
        foreach (var assembly in AssemblyLoadContext.Default.Assemblies)
        {
            foreach (var handler in assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            {
                try
                {
                    handler.HandlerType.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])])?.Invoke(null, [null]);
                }
                catch (TargetInvocationException)
                {
                    // A cache that cannot be cleared stays full.
                }
            }
        }
    }
}
