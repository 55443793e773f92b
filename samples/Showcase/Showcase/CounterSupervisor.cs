using Zhar;

namespace Showcase;

/// <summary>Watches over the counter, and over what keeps the processors busy. The fourth crash within five seconds is its own end: then its supervisor takes over.</summary>
public sealed class CounterSupervisor : Supervisor
{
    public const int MostRestarts = 3;

    protected override SupervisorSpec Init() => OneForOne(
        Counter.Child(0) with { Name = Counter.Name },
        TaskSupervisor.Child(Hog.Supervisor, Hog.Most)) with { MaxRestarts = MostRestarts };
}
