using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

public sealed class ClassShapeTests
{
    private const string Init = "private Init<int> Init() => Ok(0); [Call] private int Get() => State; [Cast] private void Put(int n) => State = n;";

    [Fact]
    public void A_server_may_live_in_the_global_namespace() =>
        Assert.NotNull(Generated.From($"public sealed partial class S : GenServer<int> {{ {Init} }}").Type("S+Ref"));

    [Fact]
    public void A_server_may_be_nested_in_generic_types()
    {
        var generated = Generated.From($$"""
            namespace A.B;
            public partial record Outer<T> where T : class
            {
                internal partial struct Inner
                {
                    public sealed partial class S<TKey> : GenServer<int> where TKey : notnull
                    {
                        {{Init}}
                        [Call] private T? Find(TKey key) => null;
                    }
                }
            }
            """);

        Assert.Equal("public ValueTask<T?> Find(TKey key, CallOptions options = default)", generated.Method("A.B.Outer`1+Inner+S`1+Ref", "Find"));
    }

    [Fact]
    public void A_private_server_has_a_client_that_its_surroundings_can_use() =>
        Assert.NotNull(Generated.From($$"""
            public partial class Tests
            {
                private sealed record Item;
                private sealed partial class S : GenServer<int>
                {
                    {{Init}}
                    [Call] private Item Find(Item like) => like;
                }
                private static async Task<Item> Use(S.Ref s) => await s.Find(new Item());
                public Task Do() => Use(S.Name);
            }
            """).Type("Tests+S+Ref"));

    [Fact]
    public void An_internal_server_has_an_internal_client_in_effect() =>
        Assert.NotNull(Generated.From($"internal sealed record Item; internal sealed partial class S : GenServer<int> {{ {Init} [Call] private Item M() => new(); }}").Type("S+Ref"));

    [Fact]
    public void A_server_may_have_two_parts_with_handlers_in_both()
    {
        var generated = Generated.From($"public sealed partial class S : GenServer<int> {{ {Init} }} partial class S : IDisposable {{ [Call] private int Other() => 1; public void Dispose() {{ }} }}");

        Assert.Single(generated.Methods("S+Ref", "Other"));
    }

    [Fact]
    public void Handlers_and_Init_of_an_abstract_base_belong_to_the_derived_client()
    {
        var generated = Generated.From("""
            public abstract class Store<T> : GenServer<T>
            {
                protected Init<T> Init(T first) => Ok(first);
                [Call] protected abstract int Size(T like);
                [Call] protected T Get() => State;
                [Info] protected void OnDown(Down d) { }
            }
            public sealed partial class Words : Store<string> { protected override int Size(string like) => State.Length; }
            """);

        Assert.Equal("public ValueTask<int> Size(string like, CallOptions options = default)", generated.Method("Words+Ref", "Size"));
        Assert.Equal("public ChildSpec Child(string first)", generated.Method("Words", "Child"));
    }

    [Fact]
    public void A_server_may_derive_from_a_server()
    {
        var generated = Generated.From("""
            public partial class A : GenServer<int> { protected Init<int> Init() => Ok(0); [Call] protected virtual int Get() => 1; }
            public sealed partial class B : A { protected override int Get() => 2; [Call] private int More() => 3; }
            """);

        Assert.Single(generated.Methods("B+Ref", "Get"));
        Assert.Single(generated.Methods("B+Ref", "More"));
    }

    [Fact]
    public void The_state_may_be_a_nested_record() =>
        Assert.NotNull(Generated.From("public sealed partial class S : GenServer<S.Shelf> { public sealed record Shelf(int N); private Init<Shelf> Init() => Ok(new(1)); [Call] private Shelf Get() => State; }").Type("S+Ref"));

    [Fact]
    public void A_friend_of_the_runtime_compiles_as_well() =>
        Assert.NotNull(Generated.From($"public sealed partial class S : GenServer<int> {{ {Init} [Tick(\"1\")] private void Beat() {{ }} }}", assembly: "Zhar.Tests").Type("S+Ref"));

    [Fact]
    public void A_server_without_partial_gets_nothing()
    {
        var compilation = Sources.Generate(Sources.Compile($"public sealed class S : GenServer<int> {{ {Init} }}"));

        Assert.Equal(2, compilation.SyntaxTrees.Length);
    }

    [Fact]
    public void An_abstract_server_gets_nothing()
    {
        var compilation = Sources.Generate(Sources.Compile($"public abstract partial class S : GenServer<int> {{ {Init} }}"));

        Assert.Equal(2, compilation.SyntaxTrees.Length);
    }
}
