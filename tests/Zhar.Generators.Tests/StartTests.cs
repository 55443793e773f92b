using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("StartLink", "public ValueTask<S.Ref> StartLink(int first = 1, ServerName name = default, StartOptions options = default)")]
    [InlineData("TryStartLink", "public ValueTask<StartResult> TryStartLink(int first = 1, ServerName name = default, StartOptions options = default)")]
    [InlineData("Start", "public ValueTask<S.Ref> Start(int first = 1, ServerName name = default, StartOptions options = default)")]
    [InlineData("TryStart", "public ValueTask<StartResult> TryStart(int first = 1, ServerName name = default, StartOptions options = default)")]
    [InlineData("Child", "public ChildSpec Child(int first = 1)")]
    public void The_parameters_of_Init_are_the_starts(string method, string expected)
    {
        var generated = Generated.From("public sealed partial class S : GenServer<int> { private Init<int> Init(int first = 1) => Ok(first); }");

        Assert.Equal(expected, generated.Method("S", method));
    }

    [Theory]
    [InlineData("private async ValueTask<Init<int>> Init() { await Task.Yield(); return Ok(1); }")]
    [InlineData("private async Task<Init<int>> Init() { await Task.Yield(); return Ok(1); }")]
    public void Init_may_be_asynchronous(string init)
    {
        var generated = Generated.From($"public sealed partial class S : GenServer<int> {{ {init} }}");

        Assert.Contains("bool HasAsyncHandlers => true;", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_of_Inits_parameters_are_those_of_the_starts_and_of_Child()
    {
        var generated = Generated.From("""
            public sealed partial class S : GenServer<int>
            {
                private Init<int> Init([System.Diagnostics.CodeAnalysis.StringSyntax("Uri")] string a) => Ok(0);
            }
            """);

        foreach (var method in new[] { "StartLink", "TryStart", "Child" })
        {
            var parameter = ((Microsoft.CodeAnalysis.IMethodSymbol)generated.Type("S").GetMembers(method)[0]).Parameters[0];
            Assert.Equal("StringSyntaxAttribute", Assert.Single(parameter.GetAttributes()).AttributeClass!.Name);
        }
    }

    [Fact]
    public void Overloads_of_Init_are_overloads_of_the_start()
    {
        var generated = Generated.From("""
            public sealed partial class S : GenServer<string>
            {
                private Init<string> Init(int n) => Ok(n.ToString());
                private Init<string> Init(string s, params int[] ns) => Ok(s);
                public static ChildSpec[] Use() => [Child(1), Child("a", 1, 2)];
            }
            """);

        Assert.Equal(2, generated.Methods("S", "Child").Count());
    }

    [Fact]
    public void A_parameter_of_Init_may_be_called_name()
    {
        var generated = Generated.From("public sealed partial class S : GenServer<string> { private Init<string> Init(string name, int options) => Ok(name); }");

        Assert.EndsWith("(string name, int options, ServerName serverName = default, StartOptions startOptions = default)", generated.Method("S", "StartLink"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_name_is_the_type()
    {
        var generated = Generated.From("namespace Shop; public sealed partial class S : GenServer<int> { private Init<int> Init() => Ok(0); public static string Shown() => Ref.DefaultName.ToString(); }");

        Assert.Equal("Shop.S", generated.Run("Shop.S", "Shown"));
    }

    [Fact]
    public void A_name_of_its_own_is_the_default_name()
    {
        var generated = Generated.From("""
            public sealed partial class S : GenServer<int>
            {
                public static ServerName Name => "stock";
                private Init<int> Init() => Ok(0);
                public static string Shown() => Ref.DefaultName.ToString();
            }
            """);

        Assert.Equal("stock", generated.Run("S", "Shown"));
    }

    [Fact]
    public void A_handler_may_be_called_Name_or_Start()
    {
        var generated = Generated.From("""
            public sealed partial class S : GenServer<int>
            {
                private Init<int> Init() => Ok(0);
                [Call] private string Name() => "";
                [Cast] private void Start() { }
                public static string Shown() => Ref.DefaultName.ToString();
            }
            """);

        Assert.Equal("S", generated.Run("S", "Shown"));
        Assert.Equal("public ValueTask<string> Name(CallOptions options = default)", generated.Method("S+Ref", "Name"));
    }

    [Fact]
    public void The_child_spec_has_the_type_as_its_id()
    {
        var generated = Generated.From("namespace Shop; public sealed partial class S : GenServer<int> { private Init<int> Init() => Ok(0); public static object Id() => Child().Id; }");

        Assert.Equal("Shop.S", generated.Run("Shop.S", "Id"));
    }

    [Fact]
    public void Constructor_parameters_come_from_the_services()
    {
        var generated = Generated.From("""
            public interface IStore;
            public sealed partial class S(IStore store, IStore? other = null, int size = 4) : GenServer<int>
            {
                private Init<int> Init() => Ok(store == other ? size : 0);
            }
            """);

        Assert.Contains("bool NeedsServices => true", generated.Text, StringComparison.Ordinal);
        Assert.Contains(".GetRequiredService<global::IStore>(services), ", generated.Text, StringComparison.Ordinal);
        Assert.Contains(".GetService<global::IStore>(services)!, 4)", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_constructor_with_most_parameters_is_taken()
    {
        var generated = Generated.From("""
            public interface IStore;
            public sealed partial class S : GenServer<int>
            {
                public S() { }
                internal S(IStore store) => ArgumentNullException.ThrowIfNull(store);
                private S(IStore store, int test) => ArgumentNullException.ThrowIfNull(store);
                private Init<int> Init() => Ok(0);
            }
            """);

        Assert.Contains("new global::S(global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<global::IStore>(services));", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_constructor_parameters_needs_no_services()
    {
        var generated = Generated.From("public sealed partial class S : GenServer<int> { private Init<int> Init() => Ok(0); }");

        Assert.DoesNotContain("NeedsServices", generated.Text, StringComparison.Ordinal);
    }
}
