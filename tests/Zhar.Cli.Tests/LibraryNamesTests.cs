using System.Text.RegularExpressions;
using Zhar.Cli.Names;

namespace Zhar.Cli.Tests;

public sealed partial class LibraryNamesTests
{
    [Theory]
    [InlineData("File", true)]
    [InlineData("Action", true)]
    [InlineData("Version", true)]
    [InlineData("Timer", true)]
    [InlineData("Task", true)]
    [InlineData("Uri", true)]
    [InlineData("Upload", true)]
    [InlineData("Product", false)]
    [InlineData("Order", false)]
    public void A_library_may_have_a_name_too(string name, bool expected) => Assert.Equal(expected, LibraryNames.Has(name));

    [Fact]
    public void All_public_types_of_one_word_are_known()
    {
        var source = Path.Combine(FindRoot(), "src");
        var found = ((string[])["Zhar", "Zhar.Data", "Zhar.Live", "Zhar.Web"])
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(source, project), "*.cs", SearchOption.AllDirectories))
            .Where(static f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .Where(static text => Namespace().IsMatch(text))
            .SelectMany(static text => PublicType().Matches(text).Select(static m => m.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(found);
        Assert.Equal(found.Order(StringComparer.Ordinal), LibraryNames.OfZhar.Order(StringComparer.Ordinal));
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Zhar.slnx")))
            at = at.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is outside of the repository.");
        return at.FullName;
    }

    [GeneratedRegex(@"^namespace Zhar(\.Data|\.Live|\.Web)?;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^public (?:sealed |abstract |static |partial |readonly |ref )*(?:class|record struct|record|struct|enum|interface) (?<name>[A-Z][a-z]+)\b(?!<)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
