using Zhar.Cli.Reload;

namespace Zhar.Cli.Tests.Reload;

public sealed class SourceWatcherTests
{
    [Fact]
    public async Task Files_of_new_folders_are_told_however_soon_they_are_written()
    {
        using var folder = new TempFolder();
        using var watcher = new SourceWatcher(folder.Path);
        var written = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 50; i++)
        {
            // As a generator does: the folders, and at once what belongs into them.
            Directory.CreateDirectory(folder[$"MyApp{i}", "Catalog"]);
            foreach (var name in (string[])[$"MyApp{i}/Catalog/Product.cs", $"MyApp{i}/Catalog.cs"])
            {
                await File.WriteAllTextAsync(folder[name], "", TestContext.Current.CancellationToken);
                written.Add(name);
            }
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var told = new HashSet<string>(StringComparer.Ordinal);
        while (!told.IsSupersetOf(written))
            told.UnionWith(await watcher.Next(deadline.Token));
    }

    [Fact]
    public async Task A_folder_that_is_moved_into_the_application_comes_with_its_files()
    {
        using var outside = new TempFolder();
        using var folder = new TempFolder();
        Directory.CreateDirectory(outside["Catalog", "Deep"]);
        await File.WriteAllTextAsync(outside["Catalog", "Deep", "Product.cs"], "", TestContext.Current.CancellationToken);
        using var watcher = new SourceWatcher(folder.Path);

        Directory.Move(outside["Catalog"], folder["Catalog"]);

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(["Catalog/Deep/Product.cs"], await watcher.Next(deadline.Token));
    }
}
