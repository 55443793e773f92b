using Xunit;
using Zhar.Eng.PublicApi;

namespace Zhar.Eng.Tests.PublicApi;

public sealed class ApiFileTests : IDisposable
{
    private static readonly string[] Surface =
    [
        "namespace Shop", "", "public sealed class Order", "    public int Id { get; }", "    public string Text()", "", "public sealed class Price", "    public int Id { get; }",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("zhar-api-").FullName;

    public ApiFileTests() => Directory.CreateDirectory(Path.Combine(_root, "src", "Shop"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_library_without_a_file_differs_by_all_that_it_has() =>
        Assert.Equal(["+ public sealed class Order", "+     public int Id { get; }", "+     public string Text()", "+ public sealed class Price", "+     public int Id { get; }"], ApiFile.Of(_root, "Shop").Differences(Surface));

    [Fact]
    public void What_is_written_does_not_differ()
    {
        var file = ApiFile.Of(_root, "Shop");

        file.Write(Surface);

        Assert.Empty(file.Differences(Surface));
        Assert.Equal("src/Shop/PublicApi.txt", file.Path);
        Assert.Equal(string.Join('\n', Surface) + "\n", File.ReadAllText(Path.Combine(_root, file.Path)));
    }

    [Fact]
    public void A_member_that_goes_to_another_type_differs_in_both()
    {
        var file = ApiFile.Of(_root, "Shop");
        file.Write(Surface);

        Assert.Equal(
            ["  Shop.Order", "-     public string Text()", "  Shop.Price", "+     public string Text()"],
            file.Differences([.. Surface.Where(static l => !l.Contains("Text", StringComparison.Ordinal)), "    public string Text()"]));
    }

    [Theory]
    [InlineData("public sealed class Order", "[Hidden] public class Order : IOrder")]
    [InlineData("public readonly record struct Order<T, U>", "public record Order<T, U> where T : class")]
    [InlineData("public delegate void Order<T>(T value) where T : class", "public delegate void Order<T>(T? value) where T : class")]
    public void A_type_that_is_another_kind_of_type_differs_in_its_line_alone(string before, string after)
    {
        var file = ApiFile.Of(_root, "Shop");
        file.Write(["namespace Shop", "", before, "    public int Id { get; }"]);

        Assert.Equal([$"- {before}", $"+ {after}"], file.Differences(["namespace Shop", "", after, "    public int Id { get; }"]).Skip(1));
    }

    [Fact]
    public void A_type_that_is_gone_differs()
    {
        var file = ApiFile.Of(_root, "Shop");
        file.Write(Surface);

        Assert.Equal(["- public sealed class Price", "-     public int Id { get; }"], file.Differences(Surface[..6]));
    }
}
