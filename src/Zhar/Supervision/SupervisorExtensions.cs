using System.Diagnostics.CodeAnalysis;

namespace Zhar;

/// <summary>What every supervisor class has: <c>WorkerSupervisor.Child()</c>, <c>WorkerSupervisor.StartLink()</c>, <c>WorkerSupervisor.Name</c>.</summary>
public static class SupervisorExtensions
{
    extension<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(T)
        where T : Supervisor
    {
        /// <summary>The name that this supervisor has by default.</summary>
        public static ServerName Name => ServerName.Of<T>();

        /// <summary>The spec of this supervisor inside another one.</summary>
        public static ChildSpec Child() => Supervisor.Child<T>();

        /// <summary>Starts this supervisor linked to the current process.</summary>
        /// <exception cref="StartException">It did not start.</exception>
        public static ValueTask<Pid> StartLink(ServerName name = default) => Supervisor.StartLink<T>(name);

        /// <summary>As above, with a failure as a value.</summary>
        public static ValueTask<StartResult> TryStartLink(ServerName name = default) => Supervisor.TryStartLink<T>(name);
    }
}
