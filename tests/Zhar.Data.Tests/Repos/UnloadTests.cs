using System.Reflection;
using Zhar.Testing;

namespace Zhar.Data.Tests.Repos;

/// <summary>An application with a repo in its tree leaves nothing behind, so that a hot upgrade can let go of its old version.</summary>
public sealed class UnloadTests
{
    [Fact]
    public async Task An_application_with_a_repo_that_reads_and_writes_by_key_can_be_unloaded()
    {
        await using var node = Node.Start();

        // Twice: what the first version leaves in a cache must not keep the second from going.
        for (var version = 1; version <= 2; version++)
        {
            var path = Path.Combine(Directory.CreateTempSubdirectory("zhar-data-").FullName, "test.db");
            await Unloading.AssertUnloads(Path.Combine(AppContext.BaseDirectory, "Apps", "DataUnloadSample.dll"), sample => Run(sample, node, path));
        }
    }

    private static Task Run(Assembly sample, Node node, string path) =>
        (Task)sample.GetType("DataUnloadSample.Work", throwOnError: true)!.GetMethod("ByKey")!.Invoke(null, [node, (Action<Node, ZharApplication, IServiceProvider>)Load, path])!;

    /// <summary>As the host does: with services of the application's own, which go with it.</summary>
    private static void Load(Node node, ZharApplication application, IServiceProvider services) =>
        Assert.True(((Result<Unit>)typeof(Applications).GetMethod("Load", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ZharApplication), typeof(IServiceProvider)])!
            .Invoke(node.Applications, [application, services])!).IsOk); // for the host alone, so it is not public
}
