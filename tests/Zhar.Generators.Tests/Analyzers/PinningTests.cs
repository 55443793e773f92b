using Zhar.Generators.Analyzers;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests.Analyzers;

/// <summary>Rules ZHAR0012 to ZHAR0015 and ZHAR0019: what keeps an application in memory after it was unloaded, or harms the next one.</summary>
public sealed class PinningTests
{
    [Fact]
    public Task A_static_event_of_another_assembly_is_reported() => Analyzed.Reports<StaticSubscriptionAnalyzer>(
        "ZHAR0012", "public class A { public void On() => [|Console.CancelKeyPress += (_, _) => { }|]; }");

    [Theory]
    [InlineData("public class A { void H(object? s, EventArgs e) { } public void On() => AppDomain.CurrentDomain.ProcessExit += H; }")]
    [InlineData("public class A { void H(object? s, ConsoleCancelEventArgs e) { } public void On() => Console.CancelKeyPress += H; public void Off() => Console.CancelKeyPress -= H; }")]
    [InlineData("public class A { static event Action? Own; public static void On() => Own += () => { }; public static void Raise() => Own?.Invoke(); }")]
    public Task An_instance_event_an_own_event_and_a_removed_handler_are_fine(string source) => Analyzed.Reports<StaticSubscriptionAnalyzer>("ZHAR0012", source);

    [Theory]
    [InlineData("[Call] private object M(object o) { dynamic d = o; return [|d.Length|]; }")]
    [InlineData("[Call] private object M(object o) { dynamic d = o; return [|d.Go(1)|]; }")]
    [InlineData("[Call] private object M(object o) { dynamic d = o; return [|d[0]|]; }")]
    public Task Dynamic_code_in_a_server_is_reported(string member) => Analyzed.Reports<DynamicCodeAnalyzer>("ZHAR0013", Server(member));

    [Fact]
    public Task Dynamic_code_elsewhere_is_no_concern() =>
        Analyzed.Reports<DynamicCodeAnalyzer>("ZHAR0013", "public class A { public object M(object o) { dynamic d = o; return d.Length; } }");

    [Theory]
    [InlineData("[Call] private string M(Item i) => [|System.Text.Json.JsonSerializer.Serialize(i)|];")]
    [InlineData("[Call] private Item? M(string s) => [|System.Text.Json.JsonSerializer.Deserialize<Item>(s)|];")]
    [InlineData("[Call] private string M(Item i) => [|System.Text.Json.JsonSerializer.Serialize(i, new System.Text.Json.JsonSerializerOptions())|];")]
    public Task Reflection_based_json_is_reported(string member) => Analyzed.Reports<ReflectionJsonAnalyzer>("ZHAR0014", Server(member));

    [Theory]
    [InlineData("[Call] private string M(Item i, System.Text.Json.Serialization.Metadata.JsonTypeInfo<Item> t) => System.Text.Json.JsonSerializer.Serialize(i, t);")]
    [InlineData("[Call] private string M(Item i, System.Text.Json.JsonSerializerOptions o) => System.Text.Json.JsonSerializer.Serialize(i, o);")]
    public Task Json_with_type_information_is_fine(string member) => Analyzed.Reports<ReflectionJsonAnalyzer>("ZHAR0014", Server(member));

    [Theory]
    [InlineData("[Call] private object M() => [|new Timer(_ => { })|];")]
    [InlineData("[Call] private object M() => [|new System.Timers.Timer(1)|];")]
    [InlineData("[Call] private object M() => [|new Thread(() => { })|];")]
    public Task A_timer_or_thread_in_a_server_is_reported(string member) => Analyzed.Reports<TimerOrThreadAnalyzer>("ZHAR0015", Server(member));

    [Fact]
    public Task A_thread_elsewhere_is_no_concern() => Analyzed.Reports<TimerOrThreadAnalyzer>("ZHAR0015", "public class A { public object M() => new Thread(() => { }); }");

    [Theory]
    [InlineData("public static class A { [ThreadStatic] private static int [|Mine|]; public static int Next() => ++Mine; }")]
    [InlineData("public static class A { [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))] public static async ValueTask [|M|]() => await Task.Yield(); }")]
    [InlineData("public static class A { [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))] public static async ValueTask<T> [|M|]<T>(T t) { await Task.Yield(); return t; } }")]
    public Task Thread_statics_and_the_builder_that_uses_them_are_reported(string source) => Analyzed.Reports<ThreadStaticAnalyzer>("ZHAR0019", source);

    [Theory]
    [InlineData("public static class A { private static int Shared; public static int Next() => ++Shared; }")]
    [InlineData("public static class A { [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(Zhar.Runtime.PooledMethodBuilder<>))] public static async ValueTask<T> M<T>(T t) { await Task.Yield(); return t; } }")]
    public Task Other_statics_and_our_own_builder_are_fine(string source) => Analyzed.Reports<ThreadStaticAnalyzer>("ZHAR0019", source);

    private static string Server(string member) =>
        $"public sealed record Item(int N); public sealed partial class S : GenServer<int> {{ private Init<int> Init() => Ok(0); {member} }}";
}
