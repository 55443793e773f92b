using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Zhar.Tests.Hosting;

public sealed class UnloadTests
{
    [Fact]
    public async Task An_application_in_a_load_context_of_its_own_leaves_nothing_behind_when_it_is_stopped()
    {
        await using var node = Node.Start();

        // Twice: what the first version leaves in a cache must not keep the second from going.
        for (var version = 1; version <= 2; version++)
        {
            var context = await RunAndUnload(node);
            await Task.Yield(); // off the stack of what has just ended
            Assert.True(IsCollected(context), $"Version {version} is still referenced.");
        }

        Assert.Equal(0, node.ProcessCount);
    }

    /// <summary>In a method of its own, which is not inlined: no local of it may be left when the collector looks.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAndUnload(Node node)
    {
        var (context, started) = Load(node);
        await started();
        await RoundsOf(node);
        Assert.True((await node.Applications.Stop("unload_sample")).IsOk);
        Assert.True(node.Applications.Unload("unload_sample").IsOk);
        return context();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Func<WeakReference> Unload, Func<Task> Start) Load(Node node)
    {
        var context = new ApplicationContext();
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Apps", "UnloadSample.dll"));
        var type = context.LoadFromStream(file).GetType("UnloadSample.SampleApplication", throwOnError: true)!;
        var application = (ZharApplication)Activator.CreateInstance(type)!;
        var services = new ServiceCollection();
        application.CallConfigure(services, new ConfigurationBuilder().Build());
        var provider = services.BuildServiceProvider();
        Assert.True(node.Applications.Load(application, provider).IsOk);
        return (Unload, Start);

        async Task Start() => (await node.Applications.Start("unload_sample")).OrThrow();

        WeakReference Unload()
        {
            provider.Dispose();
            context.Unload();
            return new WeakReference(context);
        }
    }

    private static Task RoundsOf(Node node) => Eventually.True(() => node.Applications.GetEnv<int>("unload_sample", "rounds") >= 3);

    private static bool IsCollected(WeakReference context)
    {
        // The runtime lets go of a context over several collections, after its own background work with the code has ended.
        var patience = Stopwatch.StartNew();
        while (context.IsAlive && patience.Elapsed < TimeSpan.FromSeconds(30))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(1);
        }

        return !context.IsAlive;
    }

    private sealed class ApplicationContext() : AssemblyLoadContext("unload sample", isCollectible: true);
}
