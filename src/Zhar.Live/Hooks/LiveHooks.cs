namespace Zhar.Live;

/// <summary>The hooks of one view, in the order in which they were attached.</summary>
internal sealed class LiveHooks
{
    private List<(string Name, LiveHook Hook)> _hooks = [];

    /// <summary>No hooks. Never added to.</summary>
    internal static LiveHooks None { get; } = new();

    internal bool IsEmpty => _hooks.Count == 0;

    internal void Add(string name, LiveHook hook)
    {
        if (_hooks.Exists(h => h.Name == name))
            throw new InvalidOperationException($"The view has a hook '{name}' already. Give each its own name, or detach the first.");

        // Another list: a hook may attach or detach while the hooks run.
        _hooks = [.. _hooks, (name, hook)];
    }

    internal void Remove(string name) => _hooks = [.. _hooks.Where(h => h.Name != name)];

    internal async ValueTask<bool> OnParams(LiveSocket socket, Params p, Uri uri)
    {
        foreach (var (_, hook) in _hooks)
        {
            if (!await hook.OnParams(socket, p, uri))
                return false;
        }

        return true;
    }

    internal async ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent)
    {
        foreach (var (_, hook) in _hooks)
        {
            if (!await hook.OnEvent(socket, liveEvent))
                return false;
        }

        return true;
    }

    internal async ValueTask<bool> OnInfo(LiveSocket socket, object message)
    {
        foreach (var (_, hook) in _hooks)
        {
            if (!await hook.OnInfo(socket, message))
                return false;
        }

        return true;
    }

    internal async ValueTask<bool> OnAsync(LiveSocket socket, string name, ExitReason? error)
    {
        foreach (var (_, hook) in _hooks)
        {
            if (!await hook.OnAsync(socket, name, error))
                return false;
        }

        return true;
    }

    internal void AfterRender(LiveSocket socket)
    {
        foreach (var (_, hook) in _hooks)
            hook.AfterRender(socket);
    }
}
