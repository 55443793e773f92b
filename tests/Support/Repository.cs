namespace Zhar;

/// <summary>The files of this repository, in which the tests run.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    internal static string Read(params ReadOnlySpan<string> parts) => File.ReadAllText(PathOf(parts));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zhar.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"The tests need the files of the repository, but there is no Zhar.slnx in {AppContext.BaseDirectory} or above it.");
        return folder.FullName;
    }
}
