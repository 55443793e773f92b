using Zhar.Eng.PublicApi;

namespace Zhar.Eng.Tests.PublicApi;

/// <summary>The libraries of this build.</summary>
public sealed class BuiltLibraries
{
    // bin/Release/net10.0
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    internal Libraries All { get; } = new(Repository.PathOf("eng", "PublicApi", "bin", Configuration, "net10.0"));
}
