using Zhar.Cli.Reload;

namespace Zhar.Cli.Tests.Reload;

public sealed class SourceChangeTests
{
    [Theory]
    [InlineData("MyAppWeb/Router.cs", nameof(SourceChange.Code))]
    [InlineData("MyAppWeb/Live/BoardLive.hooks.js", nameof(SourceChange.Code))]
    [InlineData("MyApp.csproj", nameof(SourceChange.Project))]
    [InlineData("Directory.Packages.props", nameof(SourceChange.Project))]
    [InlineData(".editorconfig", nameof(SourceChange.Project))]
    [InlineData("config/appsettings.json", nameof(SourceChange.Setting))]
    [InlineData("appsettings.Development.json", nameof(SourceChange.Setting))]
    [InlineData("wwwroot/app.css", nameof(SourceChange.Asset))]
    [InlineData("wwwroot/.well-known/x.css", nameof(SourceChange.None))]
    [InlineData("test/MyApp/AccountsTests.cs", nameof(SourceChange.None))]
    [InlineData("obj/Debug/x.cs", nameof(SourceChange.None))]
    [InlineData("MyApp/.#User.cs", nameof(SourceChange.None))]
    [InlineData("MyApp/User.cs~", nameof(SourceChange.None))]
    [InlineData(".git/index", nameof(SourceChange.None))]
    [InlineData("my_app_dev.db", nameof(SourceChange.None))]
    public void A_file_is_what_its_path_says(string path, string expected) => Assert.Equal(expected, SourceChanges.Of(path).ToString());
}
