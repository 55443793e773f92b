using Xunit;
using Zhar.Eng.PublicApi;
using Zhar.Eng.Tests.Packages;

namespace Zhar.Eng.Tests.PublicApi;

/// <summary>What the libraries show to others is written in a file beside each, so that a change of it is seen in a review.</summary>
public sealed class PublicApiTests(BuiltLibraries libraries) : IClassFixture<BuiltLibraries>
{
    public static TheoryData<string> Names => [.. LibraryProjects.Names.Order(StringComparer.Ordinal)];

    [Fact]
    public void Each_library_is_read() => Assert.Equal(Names.Select(static row => row.Data), libraries.All.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_of_a_library_says_what_is_public(string library)
    {
        var file = ApiFile.Of(Repository.Root, library);
        var differences = file.Differences(libraries.All.Describe(library));

        Assert.True(differences is [], $"{file.Path} is not what the library shows (+ is not in the file, - is in the file alone). Is each change meant? Then write the files anew, and commit them: ./dev api\n{string.Join('\n', differences)}");
    }
}
