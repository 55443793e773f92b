using Zhar.CodeFixes;
using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

public sealed class AsyncVoidTests
{
    [Theory]
    [InlineData("[Cast] private async void [|M|]() => await Task.Yield();")]
    [InlineData("private async void [|Helper|]() => await Task.Yield();")]
    [InlineData("[Cast] private void M() { async void [|Local|]() => await Task.Yield(); Local(); }")]
    [InlineData("[Cast] private void M() => new List<int>().ForEach([|async x => await Task.Yield()|]);")]
    public Task Async_void_is_reported(string member) => Analyzed.Reports<AsyncVoidAnalyzer>("ZHAR0010", Server(member));

    [Theory]
    [InlineData("[Cast] private async ValueTask M() => await Task.Yield();")]
    [InlineData("[Cast] private void M() => Task.Run(async () => await Task.Yield());")]
    public Task An_awaitable_is_fine(string member) => Analyzed.Reports<AsyncVoidAnalyzer>("ZHAR0010", Server(member));

    [Fact]
    public Task Async_void_outside_a_server_is_no_concern() =>
        Analyzed.Reports<AsyncVoidAnalyzer>("ZHAR0010", "public class Button { public async void Click() => await Task.Yield(); }");

    [Fact]
    public Task The_method_returns_ValueTask() => Analyzed.Fixes<AsyncVoidAnalyzer, AsyncVoidFix>(
        "ZHAR0010", Server("[Cast] private async void M() => await Task.Yield();"), Server("[Cast] private async ValueTask M() => await Task.Yield();"));

    private static string Server(string member) => $"public sealed partial class S : GenServer<int> {{ private Init<int> Init() => Ok(0); {member} }}";
}
