using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

public sealed class MessageHandlerTests
{
    [Theory]
    [InlineData("[Cast] private void M(int a) { }")]
    [InlineData("[Cast] private ValueTask M(int a) => default;")]
    [InlineData("[Cast] private Task M(int a) => Task.CompletedTask;")]
    [InlineData("[Cast] private Next M(int a) => Proceed;")]
    [InlineData("[Cast] private ValueTask<Next> M(int a) => new(Proceed);")]
    [InlineData("[Cast] private Task<Next> M(int a) => Task.FromResult(Proceed);")]
    public void Each_cast_shape_becomes_a_client_method_that_does_not_wait(string handler)
    {
        var generated = Generated.From(Server(handler));

        Assert.Equal("public void M(int a)", generated.Method("S+Ref", "M"));
    }

    [Theory]
    [InlineData("[Info] private void M(Down a) { }")]
    [InlineData("[Info] private ValueTask M(Down a) => default;")]
    [InlineData("[Info] private Task M(Down a) => Task.CompletedTask;")]
    [InlineData("[Info] private Next M(Down a) => Proceed;")]
    [InlineData("[Info] private ValueTask<Next> M(Down a) => new(Proceed);")]
    [InlineData("[Info] private Task<Next> M(Down a) => Task.FromResult(Proceed);")]
    public void Each_info_shape_is_dispatched_and_is_no_client_method(string handler)
    {
        var generated = Generated.From(Server(handler));

        Assert.Contains("case global::Zhar.Down __m0:", generated.Text, StringComparison.Ordinal);
        Assert.Empty(generated.Methods("S+Ref", "M"));
    }

    [Fact]
    public void A_more_derived_message_is_matched_before_its_base()
    {
        var generated = Generated.From(Server("""
            public record Shape; public record Square : Shape; public record Red : Square;
            [Info] private void OnAny(object o) { }
            [Info] private void OnShape(Shape s) { }
            [Info] private void OnRed(Red r) { }
            [Info] private void OnSquare(Square s) { }
            [Info] private void OnText(string s) { }
            """));

        Assert.Equal(["S.Red", "S.Square", "S.Shape", "string", "object"], generated.Text.Split('\n').Select(l => l.Trim())
            .Where(l => l.StartsWith("case ", StringComparison.Ordinal)).Select(l => l[5..l.IndexOf(" __", StringComparison.Ordinal)].Replace("global::", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_nullable_info_parameter_takes_the_plain_type()
    {
        var generated = Generated.From(Server("[Info] private void M(int? n) { }\n[Info] private void T(string? s) { }"));

        Assert.Contains("case int __m0:", generated.Text, StringComparison.Ordinal);
        Assert.Contains("case string __m1:", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tuple_is_matched_by_its_type()
    {
        var generated = Generated.From(Server("[Info] private void M((Pid From, string Text) m) { }\n[Info] private void N((Ref, int) m) { }"));

        Assert.Contains("case global::System.ValueTuple<global::Zhar.Pid, string> __m0:", generated.Text, StringComparison.Ordinal);
        Assert.Contains("case global::System.ValueTuple<global::S.Ref, int> __m1:", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_continue_step_is_dispatched_by_its_type()
    {
        var generated = Generated.From(Server("public sealed record Load;\n[Continue] private async ValueTask OnLoad(Load step) => await Task.Yield();"));

        Assert.Contains("ValueTask DispatchContinue(object step)", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tick_is_armed_with_its_interval()
    {
        var generated = Generated.From(Server("[Tick(\"00:00:05\")] private void Beat() { }"));

        Assert.Contains("StartTick(\"00:00:05\", new ", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Call] private int M() => 1;", false)]
    [InlineData("[Info] private Next M(Down d) => Proceed;", false)]
    [InlineData("[Cast] private ValueTask M() => default;", true)]
    [InlineData("[Tick(\"1\")] private Task M() => Task.CompletedTask;", true)]
    [InlineData("protected override ValueTask Terminate(ExitReason reason) => default;", true)]
    [InlineData("protected override ValueTask<Next> HandleInfo(object message) => default;", true)]
    public void A_server_says_whether_it_may_await(string member, bool isAsync)
    {
        var generated = Generated.From(Server(member));

        Assert.Contains($"bool HasAsyncHandlers => {(isAsync ? "true" : "false")};", generated.Text, StringComparison.Ordinal);
    }

    private static string Server(string members) => $$"""
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() => Ok(0);
            {{members}}
        }
        """;
}
