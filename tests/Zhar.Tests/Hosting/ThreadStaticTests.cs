using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Xunit;
using Zhar.Scheduling;

namespace Zhar.Tests.Hosting;

/// <summary>The end of a thread that has used a thread static of an application damages the next application, so there must be none, and threads must not end. See docs/architecture/scheduler.md.</summary>
public sealed class ThreadStaticTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Generated_code_has_no_thread_statics()
    {
        var context = new AssemblyLoadContext("looked at", isCollectible: true);
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Apps", "UnloadSample.dll"));

        var fields = context.LoadFromStream(file).GetTypes().SelectMany(t => t.GetFields(Statics)).ToList();
        context.Unload();

        Assert.Contains(fields, f => f.FieldType == typeof(Zhar.Runtime.SparePool));
        Assert.DoesNotContain(fields, IsThreadStatic);
    }

    [Fact]
    public void Generic_code_of_the_runtime_has_no_thread_statics() =>
        Assert.DoesNotContain(typeof(Node).Assembly.GetTypes().Where(t => t.IsGenericTypeDefinition).SelectMany(t => t.GetFields(Statics)), IsThreadStatic);

    [Fact]
    public void Async_methods_of_the_runtime_do_not_use_the_pooling_builder_of_the_framework()
    {
        var builders = typeof(Node).Assembly.GetTypes()
            .Where(t => typeof(IAsyncStateMachine).IsAssignableFrom(t))
            .SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(f => f.FieldType.Name)
            .Where(name => name.Contains("MethodBuilder", StringComparison.Ordinal))
            .ToHashSet();

        Assert.Contains(typeof(Zhar.Runtime.PooledMethodBuilder<>).Name, builders);
        Assert.DoesNotContain(builders, name => name.StartsWith("Pooling", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_under_which_collectible_code_was_loaded_does_not_end_with_its_scheduler()
    {
        var scheduler = new WorkerScheduler(2);
        await Eventually.True(() => scheduler.Parked == 2); // both have begun
        var workers = scheduler.Snapshot();
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("collectible"), AssemblyBuilderAccess.RunAndCollect).DefineDynamicModule("m");

        scheduler.Dispose();

        await Eventually.True(() => workers.All(w => w.HasRetired));
        Assert.All(workers, w => Assert.True(w.Thread!.IsAlive));
    }

    private static bool IsThreadStatic(FieldInfo field) => field.IsDefined(typeof(ThreadStaticAttribute));
}
