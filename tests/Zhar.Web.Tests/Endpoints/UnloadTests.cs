using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Zhar.Testing;

namespace Zhar.Web.Tests.Endpoints;

/// <summary>An application with an endpoint, a router and channels leaves nothing behind, so that a hot upgrade can let go of its old version.</summary>
/// <remarks>By itself: a listener of another test, to spans or to the log, holds what it has heard, and it hears this application too.</remarks>
[Collection(nameof(AloneCollection))]
public sealed class UnloadTests
{
    [Fact]
    public async Task An_application_with_an_endpoint_can_be_unloaded_after_its_work()
    {
        await using var node = Node.Start();

        // Twice: what the first version leaves in a cache must not keep the second from going.
        for (var version = 1; version <= 2; version++)
        {
            var port = FreePort.Find();
            await Unloading.AssertUnloads(
                Path.Combine(AppContext.BaseDirectory, "Apps", "WebUnloadSample.dll"),
                sample => (Task)sample.GetType("WebUnloadSample.Work", throwOnError: true)!.GetMethod("InTree")!.Invoke(null, [node, (Action<Node, ZharApplication, IServiceProvider>)Load, Address.ToString(), port])!);
        }
    }

    /// <summary>As the host does: with services of the application's own, which go with it.</summary>
    private static void Load(Node node, ZharApplication application, IServiceProvider services) =>
        Assert.True(((Result<Unit>)typeof(Applications).GetMethod("Load", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ZharApplication), typeof(IServiceProvider)])!
            .Invoke(node.Applications, [application, services])!).IsOk); // for the host alone, so it is not public

    /// <summary>One of this machine that no other run of the tests uses, where the system has more than one: a port that is free now may be taken by then.</summary>
    private static IPAddress Address => OperatingSystem.IsLinux()
        ? new IPAddress([127, (byte)(1 + (Environment.ProcessId / (250 * 250) % 250)), (byte)(Environment.ProcessId / 250 % 250), (byte)(1 + (Environment.ProcessId % 250))])
        : IPAddress.Loopback;
}

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
