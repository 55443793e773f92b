using Zhar.Cli.Reload;

namespace Zhar.Cli.Tests.Reload;

public sealed class StillSourcesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_finished_while_it_is_read_is_read_again()
    {
        Write("A.cs", "class A { int x");
        var tree = new SourceTree(_folder.Path);
        var files = new SortedSet<string>(StringComparer.Ordinal) { "A.cs" };
        var readings = new List<string>();

        var result = StillSources.Read(tree, files, 5, changed =>
        {
            readings.Add(string.Join(',', changed));
            var text = File.ReadAllText(_folder["A.cs"]);
            if (readings.Count == 1)
                Write("A.cs", "class A { int x; }");
            return text;
        });

        Assert.Equal("class A { int x; }", result);
        Assert.Equal(["A.cs", "A.cs"], readings);
    }

    [Fact]
    public void What_changes_while_others_are_read_is_read_too()
    {
        var tree = new SourceTree(_folder.Path);
        var files = new SortedSet<string>(StringComparer.Ordinal) { "A.cs" };
        var readings = new List<string>();

        StillSources.Read(tree, files, 5, changed =>
        {
            readings.Add(string.Join(',', changed));
            if (readings.Count == 1)
                Write("MyApp.csproj", "<Project/>");
            return 0;
        });

        Assert.Equal(["A.cs", "MyApp.csproj"], readings);
        Assert.Equal(["A.cs", "MyApp.csproj"], files);
    }

    [Fact]
    public void Files_that_never_stand_still_are_shown_all_the_same()
    {
        var tree = new SourceTree(_folder.Path);
        var files = new SortedSet<string>(StringComparer.Ordinal) { "A.cs" };
        var readings = 0;

        StillSources.Read(tree, files, 5, _ =>
        {
            readings++;
            Write("A.cs", new string(' ', readings));
            return 0;
        });

        Assert.Equal(5, readings);
        Assert.Equal(["A.cs"], tree.Look()); // the last change is not lost
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[name], text);
}
