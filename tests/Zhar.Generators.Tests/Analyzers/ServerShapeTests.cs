using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class ServerShapeTests
{
    private const string Init = "private Init<int> Init() => Ok(0);";

    [Fact]
    public async Task A_server_without_partial_is_reported()
    {
        var messages = await Reports("ZHAR0001", $"public sealed class [|S|] : GenServer<int> {{ {Init} }}");

        Assert.Equal(["'S' must be partial, so that the client of 'S' can be generated. Write: partial class S"], messages);
    }

    [Fact]
    public Task A_type_around_a_server_without_partial_is_reported() =>
        Reports("ZHAR0001", $"public class [|Outer|] {{ public sealed partial class S : GenServer<int> {{ {Init} }} }}");

    [Fact]
    public Task An_abstract_server_need_not_be_partial() =>
        Reports("ZHAR0001", $"public abstract class S : GenServer<int> {{ {Init} }}");

    [Theory]
    [InlineData("public sealed class S : GenServer<int>", "public sealed partial class S : GenServer<int>")]
    [InlineData("// A server.\nclass S : GenServer<int>", "// A server.\npartial class S : GenServer<int>")]
    public Task Partial_is_added(string before, string after) => Analyzed.Fixes<ServerShapeAnalyzer, MissingPartialFix>(
        "ZHAR0001", $"{before} {{ {Init} }}", $"{after} {{ {Init} }}");

    [Fact]
    public async Task A_server_without_Init_is_reported_with_the_line_to_write()
    {
        var messages = await Reports("ZHAR0002", "public sealed partial class [|S|] : GenServer<string> { }");

        Assert.Equal(["'S' has no Init method, so it cannot be started. Add: private Init<string> Init() => Ok(…);"], messages);
    }

    [Fact]
    public Task Init_is_added() => Analyzed.Fixes<ServerShapeAnalyzer, MissingInitFix>(
        "ZHAR0002",
        """
        public sealed partial class S : GenServer<List<int>>
        {
            [Call] private int Count() => State.Count;
        }
        """,
        """
        public sealed partial class S : GenServer<List<int>>
        {
            private Init<List<int>> Init(List<int> initialState) => Ok(initialState);
            [Call] private int Count() => State.Count;
        }
        """);

    [Theory]
    [InlineData("[Call] private Next [|M|]() => Proceed;")]
    [InlineData("[Call] private int [|M|](ref int a) => a;")]
    [InlineData("[Call] private void [|M|](out int a) => a = 1;")]
    [InlineData("[Call] private int [|M|](ReadOnlySpan<byte> a) => a.Length;")]
    [InlineData("[Call] private ReadOnlySpan<byte> [|M|]() => default;")]
    [InlineData("[Call] private int [|M|](From<int> from) => 1;")]
    [InlineData("[Call] private void [|M|](From<int> a, From<int> b) { }")]
    [InlineData("[Call] private T [|M|]<T>(T a) => a;")]
    [InlineData("[Call] private static int [|M|]() => 1;")]
    [InlineData("[Call] private int [|Address|]() => 1;")]
    [InlineData("[Call] private int M(int a) => a; [Call] private void [|M|](int a, From<int> from) { }")]
    [InlineData("[Cast] private int [|M|]() => 1;")]
    [InlineData("[Cast] private void [|M|](From<int> from) { }")]
    [InlineData("[Info] private void [|M|]() { }")]
    [InlineData("[Info] private void [|M|](int a, int b) { }")]
    [InlineData("[Info] private bool [|M|](int a) => true;")]
    [InlineData("[Continue] private void [|M|]() { }")]
    [InlineData("[Tick(\"00:00:05\")] private void [|M|](int a) { }")]
    [InlineData("[Tick(\"five\")] private void [|M|]() { }")]
    [InlineData("[Tick(\"00:00:00\")] private void [|M|]() { }")]
    public Task A_handler_of_the_wrong_shape_is_reported(string handler) =>
        Reports("ZHAR0003", $"public sealed partial class S : GenServer<int> {{ {Init} {handler} }}");

    [Fact]
    public Task An_Init_of_the_wrong_shape_is_reported() =>
        Reports("ZHAR0003", "public sealed partial class S : GenServer<int> { private int [|Init|]() => 1; }");

    [Fact]
    public async Task The_second_handler_of_a_message_is_reported()
    {
        var messages = await Reports("ZHAR0004", $"public sealed partial class S : GenServer<int> {{ {Init} [Info] private void A(Down d) {{ }} [Info] private void [|B|](Down d) {{ }} }}");

        Assert.Equal(["'B' never runs: 'A' already handles 'Down'. Join the two, or give one a message type of its own."], messages);
    }

    [Theory]
    [InlineData("[Call] private int [|M|](Secret s) => 1;")]
    [InlineData("[Call] private List<Secret> [|M|]() => [];")]
    [InlineData("[Cast] private void [|M|](Secret[] s) { }")]
    public Task A_private_type_in_a_client_is_reported(string handler) =>
        Reports("ZHAR0005", $"public sealed partial class S : GenServer<int> {{ {Init} private sealed record Secret; {handler} }}");

    [Fact]
    public Task A_private_type_in_a_plain_message_is_fine() =>
        Reports("ZHAR0005", $"public sealed partial class S : GenServer<int> {{ {Init} private sealed record Secret; [Info] private void M(Secret s) {{ }} }}");

    [Fact]
    public Task A_private_handler_of_a_base_is_reported() => Reports(
        "ZHAR0006", $"public abstract class B : GenServer<int> {{ protected Init<int> Init() => Ok(0); [Call] private int [|M|]() => 1; }} public sealed partial class S : B {{ }}");

    [Fact]
    public Task A_private_handler_of_a_base_is_made_protected() => Analyzed.Fixes<ServerShapeAnalyzer, PrivateInBaseFix>(
        "ZHAR0006",
        "public abstract class B : GenServer<int> { protected Init<int> Init() => Ok(0); [Call] private int M() => 1; } public sealed partial class S : B { }",
        "public abstract class B : GenServer<int> { protected Init<int> Init() => Ok(0); [Call] protected int M() => 1; } public sealed partial class S : B { }");

    private static Task<List<string>> Reports(string id, string marked) => Analyzed.Reports<ServerShapeAnalyzer>(id, marked);
}
