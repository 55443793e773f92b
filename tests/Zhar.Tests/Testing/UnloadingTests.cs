using System.Reflection;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed class UnloadingTests
{
    private static readonly List<object> Kept = [];

    private static string ThisAssembly => typeof(UnloadingTests).Assembly.Location;

    [Fact]
    public Task An_assembly_whose_servers_have_stopped_unloads() => Unloading.AssertUnloads(ThisAssembly, Run);

    [Fact]
    public async Task An_object_that_is_kept_fails_the_check_with_the_suspects()
    {
        try
        {
            var failure = await Assert.ThrowsAsync<ExpectationException>(() => Unloading.AssertUnloads(ThisAssembly, assembly =>
            {
                Kept.Add(Activator.CreateInstance(assembly.GetType(typeof(Sample).FullName!, throwOnError: true)!)!);
                return Task.CompletedTask;
            }, patience: TimeSpan.Zero));

            Assert.Contains("static field", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            Kept.Clear();
        }
    }

    private static Task Run(Assembly assembly) =>
        (Task)assembly.GetType(typeof(Sample).FullName!, throwOnError: true)!.GetMethod(nameof(Sample.Run))!.Invoke(null, null)!;

    /// <summary>Runs in the copy of this assembly that is unloaded.</summary>
    public sealed class Sample
    {
        public static async Task Run()
        {
            await using var node = TestNode.Start();
            var account = await node.StartSupervised<Account.Ref>(Account.Child(1));
            await account.Deposit(1);
            await node.KillAndAwaitRestart(account);
            await account.Balance();
        }
    }
}
