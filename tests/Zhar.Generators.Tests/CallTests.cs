using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

public sealed class CallTests
{
    [Theory]
    [InlineData("[Call] private int M() => 1;", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private string? M() => null;", "public ValueTask<string?> M(CallOptions options = default)")]
    [InlineData("[Call] private async ValueTask<int> M() { await Task.Yield(); return 1; }", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private async Task<int> M() { await Task.Yield(); return 1; }", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private CallResult<int> M() => NoReply;", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private async ValueTask<CallResult<int>> M() { await Task.Yield(); return 1; }", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private async Task<CallResult<int>> M() { await Task.Yield(); return 1; }", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private void M() { }", "public ValueTask M(CallOptions options = default)")]
    [InlineData("[Call] private ValueTask M() => default;", "public ValueTask M(CallOptions options = default)")]
    [InlineData("[Call] private Task M() => Task.CompletedTask;", "public ValueTask M(CallOptions options = default)")]
    [InlineData("[Call] private void M(int a, From<string> from, int b) { }", "public ValueTask<string> M(int a, int b, CallOptions options = default)")]
    [InlineData("[Call] private ValueTask M(From<int> from) => default;", "public ValueTask<int> M(CallOptions options = default)")]
    [InlineData("[Call] private Next M(From<int> from) => Proceed;", "public ValueTask<int> M(CallOptions options = default)")]
    public void Each_handler_shape_becomes_a_client_method(string handler, string expected)
    {
        var generated = Generated.From(Server(handler));

        Assert.Equal(expected, generated.Method("S+Ref", "M"));
    }

    [Theory]
    [InlineData("int by = 1")]
    [InlineData("string text = \"a \\\"b\\\"\\n\"")]
    [InlineData("string? text = null")]
    [InlineData("char c = '\\''")]
    [InlineData("long? l = 5")]
    [InlineData("double d = 0.1")]
    [InlineData("decimal m = 1.50")]
    [InlineData("DayOfWeek day = DayOfWeek.Friday")]
    [InlineData("DayOfWeek? day = DayOfWeek.Friday")]
    [InlineData("Guid id = default")]
    [InlineData("double d = double.NaN")]
    public void Default_values_are_kept(string parameter)
    {
        if (parameter.StartsWith("decimal", StringComparison.Ordinal))
            parameter += "m";
        var generated = Generated.From(Server($"[Call] private int M({parameter}) => 1;\npublic static async Task Use(Ref r) => await r.M();"));
        var handler = (Microsoft.CodeAnalysis.IMethodSymbol)generated.Type("S").GetMembers("M")[0];
        var client = (Microsoft.CodeAnalysis.IMethodSymbol)generated.Type("S+Ref").GetMembers("M")[0];

        Assert.Equal(handler.Parameters[0].ExplicitDefaultValue, client.Parameters[0].ExplicitDefaultValue);
    }

    [Theory]
    [InlineData("[StringSyntax(\"Regex\")] string a")]
    [InlineData("[Mark(Day = DayOfWeek.Friday, Types = new[] { typeof(int), typeof(List<>) })] string a")]
    [InlineData("[Mark(1, 'x', null, \"a \\\"b\\\"\")] string a")]
    [InlineData("[DisallowNull] string? a")]
    [InlineData("[AllowNull] string a")]
    public void Attributes_of_parameters_are_the_clients_too(string parameter)
    {
        var generated = Generated.From(WithMark(Server($"[Call] private int M({parameter}) => 1;\n[Cast] private void N({parameter}) {{ }}")));

        var handler = Assert.Single(Attributes(generated, "S", "M"));
        Assert.Equal(handler, Assert.Single(Attributes(generated, "S+Ref", "M")));
        Assert.Equal(handler, Assert.Single(Attributes(generated, "S+Ref", "TryM")));
        Assert.Equal(handler, Assert.Single(Attributes(generated, "S+Ref", "N")));
    }

    [Theory]
    [InlineData("[NotNull] string? a", "a = \"\";")]
    [InlineData("[Transfer] List<int> a", "")]
    [InlineData("[System.Runtime.InteropServices.Optional] int a", "")]
    [InlineData("params int[] a", "")]
    public void Attributes_that_tell_a_caller_nothing_are_left_out(string parameter, string body)
    {
        var generated = Generated.From(WithMark(Server($"[Call] private int M({parameter}) {{ {body} return 1; }}")));

        Assert.Empty(((Microsoft.CodeAnalysis.IMethodSymbol)generated.Type("S+Ref").GetMembers("M")[0]).Parameters[0].GetAttributes());
    }

    [Fact]
    public void Caller_information_is_that_of_whoever_uses_the_client()
    {
        var generated = Generated.From(WithMark(Server("""
            [Call] private string M(int a, [CallerArgumentExpression(nameof(a))] string text = "", [CallerMemberName] string member = "") => $"{a} is {text} in {member}";
            public static string Use() => Ask().GetAwaiter().GetResult();
            private static async Task<string> Ask()
            {
                await using var node = Node.Start();
                return await node.Run(async _ => await (await Start()).M(1 + 1));
            }
            """)));

        Assert.Equal("2 is 1 + 1 in Ask", generated.Run("S", "Use"));
    }

    [Fact]
    public void TryX_gives_a_result()
    {
        var generated = Generated.From(Server("[Call] private int M(int a) => a;"));

        Assert.Equal("public ValueTask<Result<int>> TryM(int a, CallOptions options = default)", generated.Method("S+Ref", "TryM"));
    }

    [Fact]
    public void TryX_of_a_call_without_a_reply_gives_a_unit()
    {
        var generated = Generated.From(Server("[Call] private void M() { }"));

        Assert.Equal("public ValueTask<Result<Unit>> TryM(CallOptions options = default)", generated.Method("S+Ref", "TryM"));
    }

    [Fact]
    public void A_handler_named_TryX_wins_over_the_generated_one()
    {
        var generated = Generated.From(Server("[Call] private int M() => 1;\n[Call] private bool TryM() => true;"));

        Assert.Equal("public ValueTask<bool> TryM(CallOptions options = default)", generated.Method("S+Ref", "TryM"));
    }

    [Fact]
    public void A_keyword_can_be_a_parameter_name()
    {
        var generated = Generated.From(Server("[Call] private int M(int @event, int @await) => @event;"));

        Assert.Equal("public ValueTask<int> M(int @event, int await, CallOptions options = default)", generated.Method("S+Ref", "M"));
    }

    [Fact]
    public void A_parameter_may_be_called_options()
    {
        var generated = Generated.From(Server("[Call] private int M(int options) => options;"));

        Assert.Equal("public ValueTask<int> M(int options, CallOptions callOptions = default)", generated.Method("S+Ref", "M"));
    }

    [Fact]
    public void Params_stays_the_last_parameter()
    {
        var generated = Generated.From(Server("[Call] private int Sum(params int[] xs) => xs.Sum();\npublic static async Task Use(Ref r) => await r.Sum(1, 2, await r.Sum([3], TimeSpan.Zero));"));

        Assert.Equal(
            ["public ValueTask<int> Sum(int[] xs, CallOptions options = default)", "public ValueTask<int> Sum(params int[] xs)"],
            generated.Methods("S+Ref", "Sum"));
    }

    [Fact]
    public void Overloads_stay_overloads()
    {
        var generated = Generated.From(Server("[Call] private int M(int a) => a;\n[Call] private string M(string a) => a;"));

        Assert.Equal(2, generated.Methods("S+Ref", "M").Count());
    }

    [Fact]
    public void The_doc_comment_of_the_handler_is_the_clients()
    {
        var generated = Generated.From(Server("""
            /// <summary>Adds <paramref name="by"/> to <see cref="Total"/>.</summary>
            /// <param name="by">How much.</param>
            /// <param name="from">Who asks.</param>
            [Call] private void Add(int by, From<int> from) { }
            /// <summary>The total.</summary>
            public int Total => State;
            """));
        var docs = generated.Type("S+Ref").GetMembers("Add")[0].GetDocumentationCommentXml();

        Assert.Contains("<summary>Adds <paramref name=\"by\" /> to <see cref=\"P:S.Total\" />.</summary>", docs, StringComparison.Ordinal);
        Assert.Contains("How much.", docs, StringComparison.Ordinal);
        Assert.DoesNotContain("Who asks.", docs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Call] private int M() => 1;", true)]
    [InlineData("[Call] private void M(From<int> from) { }", true)]
    [InlineData("[Call(NoInline = true)] private int M() => 1;", false)]
    [InlineData("[Call] private ValueTask<int> M() => new(1);", false)]
    public void A_synchronous_handler_may_run_on_the_callers_thread(string handler, bool inline)
    {
        var generated = Generated.From(Server(handler));

        Assert.Equal(inline, generated.Text.Contains("bool CanRunInline => true", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pooled_message_lets_go_of_its_references_only()
    {
        var generated = Generated.From(Server("[Call] private int M(int a, string b, Guid c, (int, object) d) => 1;"));

        Assert.DoesNotContain("Arg0 = default!;\n                Arg", generated.Text, StringComparison.Ordinal);
        Assert.Contains("Arg1 = default!;\n            Arg3 = default!;\n            __spares.Put(this);", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_of_another_server_may_be_an_argument_or_a_reply()
    {
        var generated = Generated.From("""
            namespace Chat
            {
                public sealed partial class Room : GenServer<int>
                {
                    private Init<int> Init() => Ok(0);
                    [Call] private ImmutableList<Users.User.Ref> Join(Users.User.Ref user, Ref? self = null) => [user];
                }
            }
            namespace Users
            {
                using Chat;
                public sealed partial class User(Room.Ref lobby) : GenServer<Room.Ref>
                {
                    private Init<Room.Ref> Init(Room.Ref? first) => Ok(first ?? lobby);
                    [Call] private void Where(From<Room.Ref> from) => from.Reply(State);
                    [Call] private Room.Ref[] All((Room.Ref A, int B) x, Dictionary<string, List<Room.Ref>> y) => [];
                }
            }
            """);

        Assert.Contains("ValueTask<ImmutableList<User.Ref>> Join(User.Ref user, Room.Ref? self = null, CallOptions options = default)", generated.Method("Chat.Room+Ref", "Join"), StringComparison.Ordinal);
        Assert.Contains("ValueTask<Room.Ref>", generated.Method("Users.User+Ref", "Where"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_method_with_an_internal_type_is_internal()
    {
        var generated = Generated.From(Server("[Call] private Secret M() => new();") + "\ninternal sealed record Secret;");

        Assert.StartsWith("internal ", generated.Method("S+Ref", "M"), StringComparison.Ordinal);
    }

    private static string Server(string handlers) => $$"""
        public sealed partial class S : GenServer<int>
        {
            private Init<int> Init() => Ok(0);
            {{handlers}}
        }
        """;

    private static IEnumerable<string> Attributes(Generated generated, string type, string method) =>
        ((Microsoft.CodeAnalysis.IMethodSymbol)generated.Type(type).GetMembers(method)[0]).Parameters[0].GetAttributes().Select(a => a.ToString()!);

    private static string WithMark(string source) => $$"""
        using System.Diagnostics.CodeAnalysis;
        using System.Runtime.CompilerServices;
        {{source}}
        [AttributeUsage(AttributeTargets.Parameter)]
        public sealed class MarkAttribute(byte number = 0, char letter = 'a', Type? type = null, object? value = null) : Attribute
        {
            public byte Number => number;
            public char Letter => letter;
            public Type? Type => type;
            public object? Value => value;
            public DayOfWeek Day { get; set; }
            public Type[] Types { get; set; } = [];
        }
        """;
}
