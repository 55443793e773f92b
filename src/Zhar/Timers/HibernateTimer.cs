namespace Zhar.Runtime;

/// <summary>
/// Hibernates a server that has had no message for the time it was started with. Costs a message nothing: the timer is not moved by each of them,
/// but asks at its end whether there was one. So a server hibernates between one and two times that time after its last message.
/// </summary>
internal static class HibernateTimer
{
    internal static void Arm(ProcessCore core)
    {
        var cold = core.Cold;
        cold.HadMessage = false;
        core.HasIdleTimeout = true;
        core.Node.Timers.Add(new TimerEntry { Owner = core, Signal = new HibernateSignal() }, (int)cold.HibernateAfter!.Value.TotalMilliseconds);
    }

    internal static void OnMessage(ProcessCore core)
    {
        var cold = core.Cold;
        cold.HadMessage = true;
        if (!cold.IsHibernated)
            return;
        cold.IsHibernated = false;
        if (cold.HibernateAfter is not null)
            Arm(core);
    }
}

/// <summary>The end of one such interval.</summary>
internal sealed class HibernateSignal : Signal
{
    internal override bool IsSystem => true;

    internal override object Payload => "hibernate_after";

    internal override ValueTask Deliver(ProcessBehaviour behaviour)
    {
        if (behaviour.Core.Cold.HadMessage)
            HibernateTimer.Arm(behaviour.Core);
        else
            behaviour.Core.Hibernate();
        return default;
    }
}
