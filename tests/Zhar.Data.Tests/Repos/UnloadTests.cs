using System.Reflection;
using Zhar.Testing;

namespace Zhar.Data.Tests.Repos;

/// <summary>An application with a repo in its tree leaves nothing behind, so that a hot upgrade can let go of its old version.</summary>
public sealed class UnloadTests
{
    [Theory]
    [InlineData("ByKey")]
    [InlineData("ByQuery")]
    public async Task An_application_with_a_repo_can_be_unloaded_after_its_work(string work)
    {
        await using var node = Node.Start();
        await AssertUnloads(work, node);
    }

    [Fact]
    public async Task An_application_that_was_a_node_by_itself_can_be_unloaded() => await AssertUnloads("OnItsOwnNode");

    private static async Task AssertUnloads(string work, params object[] leading)
    {
        // Twice: what the first version leaves in a cache must not keep the second from going.
        for (var version = 1; version <= 2; version++)
        {
            var path = Path.Combine(Directory.CreateTempSubdirectory("zhar-data-").FullName, "test.db");
            await Unloading.AssertUnloads(
                Path.Combine(AppContext.BaseDirectory, "Apps", "DataUnloadSample.dll"),
                sample => (Task)sample.GetType("DataUnloadSample.Work", throwOnError: true)!.GetMethod(work)!.Invoke(null, [.. leading, (Action<Node, ZharApplication, IServiceProvider>)Load, path])!);
        }
    }

    /// <summary>As the host does: with services of the application's own, which go with it.</summary>
    private static void Load(Node node, ZharApplication application, IServiceProvider services) =>
        Assert.True(((Result<Unit>)typeof(Applications).GetMethod("Load", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(ZharApplication), typeof(IServiceProvider)])!
            .Invoke(node.Applications, [application, services])!).IsOk); // for the host alone, so it is not public
}
