namespace Zhar;

public static partial class Process
{
    /// <summary>On whose behalf the current process works: the process that started it as a task, then that one's own callers. Empty elsewhere.</summary>
    /// <remarks>Unlike the starters in <see cref="ProcessInfo.Ancestors"/> these skip the supervisor of the task. Source: Elixir Task, <c>$callers</c>.</remarks>
    public static IReadOnlyList<Pid> Callers => Current("Process.Callers").ColdOrNull?.Callers ?? [];
}
