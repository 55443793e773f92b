using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Calls;

public sealed partial class DeadCallerTests
{
    /// <summary>Looking a name up is code of others and may take its time: the caller may be dead when it comes to the call itself.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_process_that_is_killed_before_its_request_is_sent_sends_none(int serverNode)
    {
        await using var cluster = await TestCluster.Start();
        var server = await cluster[serverNode].Run(static _ => Counting.Start().AsTask());
        var names = new SlowNames(server.Address.Pid);
        var outcome = new TaskCompletionSource<Exception?>();

        await cluster[0].Run(async self =>
        {
            var (pid, _) = Process.SpawnMonitor(async _ =>
                outcome.SetResult(await Record.ExceptionAsync(async () => await Counting.Ref.At(ServerName.Via(names, "counting")).Increment())));
            await names.Asked.Task;
            Process.Exit(pid, ExitReason.Kill);
            await self.Receive<Down>();
            names.Answer();
        });
        var failure = await outcome.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var count = await cluster[serverNode].Run(async _ => await server.Get());

        Assert.IsType<ProcessExitException>(failure);
        Assert.Equal(0, count);
    }

    internal sealed partial class Counting : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private int Increment() => ++State;

        [Call]
        private int Get() => State;
    }

    private sealed class SlowNames(Pid pid) : INameRegistry
    {
        private bool _answers;

        internal TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Answer() => Volatile.Write(ref _answers, true);

        public bool RegisterName(object key, Pid pid) => false;

        public void UnregisterName(object key)
        {
        }

        public Pid WhereisName(object key)
        {
            Asked.TrySetResult();
            while (!Volatile.Read(ref _answers))
            {
            }

            return pid;
        }
    }
}
