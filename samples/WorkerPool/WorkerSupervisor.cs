using Zhar;

namespace WorkerPool;

/// <summary>Workers do not depend on each other, so only the one that crashed starts again.</summary>
public sealed class WorkerSupervisor : Supervisor
{
    // Generous, since crashing them is the point: with the default, the fourth crash within 5 s would end the supervisor.
    protected override SupervisorSpec Init() => OneForOne([.. Enumerable.Range(1, Pool.Workers).Select(Child)]) with { MaxRestarts = 100 };

    private static ChildSpec Child(int number) => Worker.Child(number) with { Id = number, Name = Worker.NameOf(number) };
}
