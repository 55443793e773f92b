using Microsoft.Extensions.Time.Testing;
using Zhar.Cli.Reload;

namespace Zhar.Cli.Tests.Reload;

public sealed class SourceTreeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_look_tells_what_has_changed_since_the_last_one()
    {
        Write("MyApp/A.cs", "class A;");
        Write("MyApp/B.cs", "class B;");
        Write("my_app.db", "no source");
        var tree = new SourceTree(_folder.Path);
        Assert.Empty(tree.Look());

        Write("MyApp/A.cs", "class A { }");
        Write("MyApp/C.cs", "class C;");
        Write("my_app.db", "no source either");
        File.Delete(_folder["MyApp", "B.cs"]);

        Assert.Equal(["MyApp/A.cs", "MyApp/B.cs", "MyApp/C.cs"], tree.Look());
        Assert.Empty(tree.Look());
    }

    [Fact]
    public void A_renamed_folder_is_its_files_under_both_names()
    {
        Write("MyAppWeb/Live/HomeLive.cs", "class HomeLive;");
        Write("MyAppWeb/Live/Parts/Button.cs", "class Button;");
        var tree = new SourceTree(_folder.Path);

        Directory.Move(_folder["MyAppWeb", "Live"], _folder["MyAppWeb", "Pages"]);

        Assert.Equal(["MyAppWeb/Live/HomeLive.cs", "MyAppWeb/Live/Parts/Button.cs", "MyAppWeb/Pages/HomeLive.cs", "MyAppWeb/Pages/Parts/Button.cs"], tree.Look());
    }

    [Fact]
    public void A_deleted_folder_is_its_deleted_files()
    {
        Write("MyAppWeb/Live/HomeLive.cs", "class HomeLive;");
        Write("wwwroot/css/app.css", "a { }");
        var tree = new SourceTree(_folder.Path);

        Directory.Delete(_folder["MyAppWeb"], recursive: true);
        Directory.Delete(_folder["wwwroot"], recursive: true);

        Assert.Equal(["MyAppWeb/Live/HomeLive.cs", "wwwroot/css/app.css"], tree.Look());
    }

    [Theory]
    [InlineData(0)] // written in the tick of the clock in which it was looked at
    [InlineData(-1)] // a file system whose times are whole seconds
    public void A_file_that_is_replaced_by_another_of_the_same_length_and_time_has_changed(int seconds)
    {
        var written = new DateTimeOffset(2026, 5, 4, 12, 0, 0, seconds == 0 ? 500 : 0, TimeSpan.Zero);
        var time = new FakeTimeProvider(written.AddSeconds(-seconds));
        Write("A.cs", "class A { int x = 1; }", written);
        var tree = new SourceTree(_folder.Path, time);

        Write("A.cs~", "class A { int x = 2; }", written);
        File.Move(_folder["A.cs~"], _folder["A.cs"], overwrite: true);

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["A.cs"], tree.Look());
        Assert.Empty(tree.Look());
    }

    [Fact]
    public void A_file_that_could_not_be_read_has_changed_at_the_next_look()
    {
        Write("A.cs", "class A;");
        var tree = new SourceTree(_folder.Path);

        tree.Forget(["A.cs"]);

        Assert.Equal(["A.cs"], tree.Look());
        Assert.Empty(tree.Look());
    }

    [Fact]
    public void Nothing_stands_still_after_a_change_whether_it_has_been_looked_at_or_not()
    {
        Write("A.cs", "class A;");
        var tree = new SourceTree(_folder.Path);
        var number = tree.Changes;
        Assert.True(tree.IsStill(number));

        Write("A.cs", "class A { }");
        Assert.False(tree.IsStill(number));

        tree.Look();
        Assert.False(tree.IsStill(number));
        Assert.True(tree.IsStill(tree.Changes));
    }

    [Fact]
    public void A_link_to_the_folder_around_it_leads_nowhere()
    {
        Write("MyApp/A.cs", "class A;");
        Directory.CreateSymbolicLink(_folder["MyApp", "loop"], _folder.Path);
        var tree = new SourceTree(_folder.Path);

        Write("MyApp/A.cs", "class A { }");

        Assert.Equal(["MyApp/A.cs"], tree.Look());
    }

    [Fact]
    public void Events_that_matter_are_those_of_sources_and_of_folders_that_may_hold_some()
    {
        Write("MyApp/A.cs", "class A;");
        Directory.CreateDirectory(_folder["obj", "Debug"]);
        var tree = new SourceTree(_folder.Path);
        Directory.Delete(_folder["MyApp"], recursive: true);

        Assert.True(tree.Concerns(_folder["MyApp", "A.cs"]));
        Assert.True(tree.Concerns(_folder["MyApp"])); // was a folder
        Assert.False(tree.Concerns(_folder["my_app.db-journal"])); // was none
        Assert.False(tree.Concerns(_folder["obj", "Debug"]));
        Assert.False(tree.Concerns(_folder["obj", "Debug", "A.cs"]));
    }

    private void Write(string name, string text, DateTimeOffset? written = null)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file lies in a folder
        File.WriteAllText(path, text);
        if (written is { } time)
            File.SetLastWriteTimeUtc(path, time.UtcDateTime);
    }
}
