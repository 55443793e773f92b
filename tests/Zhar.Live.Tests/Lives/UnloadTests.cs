using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Zhar.Testing;

namespace Zhar.Live.Tests.Lives;

/// <summary>An application whose live pages are connected when it is stopped leaves nothing behind, so that a hot upgrade can let go of its old version.</summary>
/// <remarks>By itself: a listener of another test, to spans or to the log, holds what it has heard, and it hears this application too.</remarks>
[Collection(nameof(AloneCollection))]
public sealed class UnloadTests
{
    [Fact]
    public async Task Versions_with_connected_pages_are_unloaded_one_after_the_other()
    {
        await using var node = Node.Start();

        // The second has another view of the same name: what the first leaves in a cache must neither be taken for it nor keep it from going. Then back.
        foreach (var version in new[] { "LiveUnloadSample.dll", Path.Combine("Next", "LiveUnloadSample.dll"), "LiveUnloadSample.dll" })
        {
            var port = FreePort.Find();
            await Unloading.AssertUnloads(
                Path.Combine(AppContext.BaseDirectory, "Apps", version),
                sample => (Task)sample.GetType("LiveUnloadSample.Work", throwOnError: true)!.GetMethod("InTree")!.Invoke(null, [node, (Action<Node, ZharApplication, IServiceProvider>)Load, port])!);
        }
    }

    /// <summary>As the host does: with services of the application's own, which go with it.</summary>
    private static void Load(Node node, ZharApplication application, IServiceProvider services) =>
        Assert.True(((Result<Unit>)typeof(Applications).GetMethod("Load", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ZharApplication), typeof(IServiceProvider)])!
            .Invoke(node.Applications, [application, services])!).IsOk); // for the host alone, so it is not public
}

[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
