namespace Zhar;

/// <summary>A name that a process can be registered under and reached by: local to its node, or through a registry (<c>via</c>).</summary>
/// <remarks>Strings convert by themselves: <c>name: "stock"</c>. Source: OTP gen_server, server names.</remarks>
public readonly record struct ServerName
{
    private ServerName(string? local, INameRegistry? registry, object? key)
    {
        Local = local;
        Registry = registry;
        Key = key;
    }

    /// <summary>The local name, or <c>null</c> for a <c>via</c> name or the default value.</summary>
    public string? Local { get; }

    /// <summary>The registry of a <c>via</c> name.</summary>
    public INameRegistry? Registry { get; }

    /// <summary>The key inside that registry.</summary>
    public object? Key { get; }

    /// <summary>Whether this is the default value: no name.</summary>
    public bool IsNone => Local is null && Registry is null;

    /// <summary>A name that is local to the node.</summary>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public static ServerName Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, null, null);
    }

    /// <summary>The name that the generator gives to the server type <typeparamref name="T"/>.</summary>
    public static ServerName Of<T>() => Of(typeof(T).FullName ?? typeof(T).Name);

    /// <summary>A name kept by a registry of its own. Source: OTP <c>{via, Module, Name}</c>.</summary>
    public static ServerName Via(INameRegistry registry, object key)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(key);
        return new(null, registry, key);
    }

    /// <summary>A local name.</summary>
    public static implicit operator ServerName(string? name) => name is null ? default : Of(name);

    /// <summary>The name as it is shown in reports.</summary>
    public override string ToString() => Local ?? (Registry is null ? "" : $"via {Registry.GetType().Name}: {Key}");
}

/// <summary>Where <c>via</c> names are kept. Source: OTP's via callbacks register_name, unregister_name, whereis_name, send.</summary>
public interface INameRegistry
{
    /// <summary>Registers <paramref name="pid"/>, the current process. <c>false</c> when the key is taken.</summary>
    bool RegisterName(object key, Pid pid);

    /// <summary>Forgets the key. Called when a start fails after the name was registered, and when the process ends.</summary>
    void UnregisterName(object key);

    /// <summary>Who has the key; the default value when nobody has.</summary>
    Pid WhereisName(object key);

    /// <summary>Sends to whoever has the key; a message for nobody is dropped.</summary>
    void Send(object key, object message)
    {
        var pid = WhereisName(key);
        if (!pid.IsNone)
            pid.Send(message);
    }
}
