using Microsoft.CodeAnalysis;
using Zhar.Generators.Tests.Support;

namespace Zhar.Generators.Tests;

public sealed class ApplicationTests
{
    // Stand-ins with the members that the generated code touches; they win over types of the same name in a reference.
    private const string Hosting = """
        namespace Zhar
        {
            public abstract class ZharApplication { protected virtual void ConfigureServers(Microsoft.Extensions.DependencyInjection.IServiceCollection services) { } }
            public static class ServerRefExtensions { public static void AddServerRef<TRef>(Microsoft.Extensions.DependencyInjection.IServiceCollection services) where TRef : struct, IServerRef<TRef> { } }
        }
        """;

    private const string Servers = """
        namespace Shop
        {
            public sealed partial class B : GenServer<int> { private Init<int> Init() => Ok(0); }
            internal sealed partial class A : GenServer<int> { private Init<int> Init() => Ok(0); }
            public sealed partial class Cache<T> : GenServer<int> { private Init<int> Init() => Ok(0); }
            public partial class Outer { private sealed partial class Hidden : GenServer<int> { private Init<int> Init() => Ok(0); } }
        }
        """;

    [Fact]
    public void Clients_of_all_servers_that_can_be_named_are_registered()
    {
        var registrations = Registrations(Hosting + Servers + "public sealed partial class App : ZharApplication { }");

        Assert.Equal(["global::Shop.A.Ref", "global::Shop.B.Ref"], registrations);
    }

    [Fact]
    public void An_application_that_configures_its_servers_itself_is_left_alone() =>
        Assert.Empty(Registrations(Hosting + Servers + "public sealed partial class App : ZharApplication { protected override void ConfigureServers(Microsoft.Extensions.DependencyInjection.IServiceCollection services) { } }"));

    [Fact]
    public void An_application_that_is_not_partial_is_left_alone() =>
        Assert.Empty(Registrations(Hosting + Servers + "public sealed class App : ZharApplication { }"));

    private static List<string> Registrations(string source)
    {
        var compilation = Sources.Generate(Sources.Compile(source));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return [.. compilation.SyntaxTrees.Skip(2).SelectMany(t => t.ToString().Split('\n')).Select(l => l.Trim())
            .Where(l => l.Contains("AddServerRef<", StringComparison.Ordinal)).Select(l => l[(l.IndexOf('<', StringComparison.Ordinal) + 1)..l.LastIndexOf('>')])];
    }
}
