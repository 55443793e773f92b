namespace Zhar;

/// <summary>Starts agents whose type follows from their first value: <c>await Agent.StartLink(() => 0)</c>.</summary>
public static class Agent
{
    /// <inheritdoc cref="Agent{T}.StartLink"/>
    public static ValueTask<Agent<T>> StartLink<T>(Func<T> initial, ServerName name = default) => Agent<T>.StartLink(initial, name);

    /// <inheritdoc cref="Agent{T}.Start"/>
    public static ValueTask<Agent<T>> Start<T>(Func<T> initial, ServerName name = default) => Agent<T>.Start(initial, name);

    /// <inheritdoc cref="Agent{T}.Child"/>
    public static ChildSpec Child<T>(Func<T> initial, ServerName name = default) => Agent<T>.Child(initial, name);
}
