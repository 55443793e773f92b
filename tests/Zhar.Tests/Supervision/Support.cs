using Zhar.Runtime;
using Zhar.Supervision;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

/// <summary>Steps that several tests of supervisors take, from inside a process.</summary>
internal static class Support
{
    extension(ProcessContext self)
    {
        public ChildSpec Worker(string id, TimeSpan stopTime = default, Worker.FailureList? fails = null) =>
            Tests.Supervision.Worker.Child(new Worker.Plan(self.Pid, id, stopTime, fails)) with { Id = id };

        public async Task<string[]> Texts(int count)
        {
            var all = new string[count];
            for (var i = 0; i < count; i++)
                all[i] = await self.Receive<string>();
            return all;
        }

        /// <summary>Ends a process and waits until it is dead; its supervisor has been told by then.</summary>
        public async Task End(Pid pid, ExitReason reason)
        {
            var monitor = Process.Monitor(pid);
            if (reason == ExitReason.Killed)
                Process.Exit(pid, ExitReason.Kill);
            else
                new Worker.Ref(pid).End(reason);
            await self.Receive<Down>(d => d.Ref == monitor);
        }

        public async Task<ExitReason> ExitOf(Pid pid) => (await self.Receive<Exit>(e => e.From == pid)).Reason;
    }

    public static async Task<Pid> PidOf(Pid supervisor, object id) => (await Supervisor.FindChild(supervisor, id))?.Pid ?? default;

    /// <summary>Waits until so many timers are set that a step of the clock reaches them.</summary>
    public static Task Timers(this TestNode node, int count) => Eventually.True(() => node.Node.TimerCount >= count);

    /// <summary>Waits until a supervisor, or one that it is starting, waits for others to end, with the deadline of that set.</summary>
    public static Task Waiting(Pid supervisor) => Eventually.True(() =>
        supervisor.Target is ProcessCore { WaitingFor: { } waiting } && (waiting is Gate || waiting.Target is ProcessCore { WaitingFor: Gate }));
}
