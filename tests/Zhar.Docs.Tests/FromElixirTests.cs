using Zhar.Testing;

namespace Zhar.Docs.Tests.FromElixir;

/// <summary>The code of the page for Elixir programmers, run.</summary>
public sealed class FromElixirTests
{
    [Fact]
    public async Task A_stack_gives_back_what_was_pushed()
    {
        await using var node = TestNode.Start();
        await node.Run(async _ =>
        {
            Stack.Ref stack = await Stack.StartLink([], name: Stack.Name);
            stack.Push("a");
            string? top = await stack.Pop();

            Assert.Equal("a", top);
        });
    }
}
