using Zhar.Runtime;

namespace Zhar;

/// <summary>
/// A local, key-value store of processes: names for many processes (unique keys), or processes by topic (duplicate keys). An entry belongs to the
/// process that registered it and is gone before anybody hears of that process' death.
/// </summary>
/// <remarks>
/// <para>This object is the definition: define it once, put <see cref="Child"/> into the supervisor, and use it from any process of that node.
/// Each node has its own entries. Outside a process, use <see cref="On"/>.</para>
/// <code>
/// public static readonly Registry&lt;string, int&gt; Rooms = Registry.Unique&lt;string, int&gt;("rooms");
///
/// Supervisor.OneForOne(Rooms.Child(), …);
/// await ChatRoom.StartLink("general", name: Rooms.Via("general"));
/// Pid room = Rooms.WhereIs("general");
/// </code>
/// <para>Look-ups take no lock. If the registry's process ends, registered processes get its exit signal, as if they were linked with it.
/// Keys compare with <c>Equals</c>: among keys of type object, 1 and 1.0 are two. Source: Elixir Registry.</para>
/// </remarks>
/// <typeparam name="TKey">An immutable type with value equality.</typeparam>
/// <typeparam name="TValue">What is kept with a key; readers share it, so make it immutable.</typeparam>
public sealed class Registry<TKey, TValue> : INodeNameRegistry
    where TKey : notnull
{
    private readonly RegistryOptions _options;
    private readonly Node? _node;

    /// <summary>Defines a registry. Nothing runs yet: see <see cref="Child"/> and <see cref="StartLink"/>.</summary>
    /// <exception cref="ArgumentException">The name or the kind of keys is missing, or there are no partitions.</exception>
    public Registry(RegistryOptions options)
        : this(options, null)
    {
    }

    private Registry(RegistryOptions options, Node? node)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _node = node;
    }

    /// <summary>The name.</summary>
    public string Name => _options.Name;

    /// <summary>Whether a key belongs to one process or to several.</summary>
    public RegistryKeys KeyKind => _options.Keys;

    /// <summary>The same registry as <paramref name="node"/> has it, for use outside a process.</summary>
    public Registry<TKey, TValue> On(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(_options, node);
    }

    // ---- start -------------------------------------------------------------------------------------------------------

    /// <summary>The registry as a child of a supervisor. Put it before the children that use it.</summary>
    public ChildSpec Child() => new(Name, new ServerChildStart(new Start(_options))) { Name = Name };

    /// <summary>Starts the registry, linked to the current process.</summary>
    /// <exception cref="StartException">A process or a registry of that name runs already.</exception>
    public async ValueTask<Pid> StartLink() => (await TryStartLink().ConfigureAwait(true)).OrThrow();

    /// <summary>As <see cref="StartLink"/>, with a failure as a value.</summary>
    public ValueTask<StartResult> TryStartLink() => GenServer.TryStartLink(new Start(_options), Name);

    // ---- the current process' entries --------------------------------------------------------------------------------

    /// <summary>Registers the current process under <paramref name="key"/>, until it unregisters or ends.</summary>
    /// <returns>The registry's pid; or, when the keys are unique and somebody has this one, also when it is the current process, the error
    /// <c>already_registered</c> with that pid.</returns>
    /// <exception cref="ArgumentException">The registry does not run.</exception>
    public Result<Pid> Register(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        var self = Process.Live("Registry.Register");
        var store = Store("Registry.Register");
        if (!ReferenceEquals(store.Node, self.Node))
            throw new ArgumentException($"{self.Pid} runs on node {self.Node.Name} and cannot register on {store.Node.Name}: a registry only has processes of its own node.");
        RegistryItem<TKey, TValue>? inTheWay = null;
        if (RegistryHolding<TKey, TValue>.OfOrNew(self, store)?.TryAdd(key, value, out inTheWay) != true)
        {
            if (inTheWay is null)
                throw new ProcessExitException(self.ExitReason ?? ExitReason.Killed);
            return new Error<Pid>(ExitReason.Of("already_registered", inTheWay.Pid));
        }

        // Ended between the look-up and the registration: the entry is in a store that nobody reads any more.
        if (store.IsClosed)
            throw new ArgumentException($"Registry '{Name}' ended while '{key}' was being registered.");
        if (store.Listeners.Count > 0)
            Tell(store, new KeyRegistered(Name, key, self.Pid, value));
        return new Ok<Pid>(store.Owner.Pid);
    }

    /// <summary>Gives back all entries of the current process under <paramref name="key"/>. Does nothing when it has none.</summary>
    public void Unregister(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var self = Process.Live("Registry.Unregister");
        var store = Store("Registry.Unregister");
        if (RegistryHolding<TKey, TValue>.Of(self, store)?.RemoveAll(key) == true && store.Listeners.Count > 0)
            Tell(store, new KeyUnregistered(Name, key, self.Pid));
    }

    /// <summary>Gives back the entries of the current process under <paramref name="key"/> whose value <paramref name="match"/> accepts.</summary>
    public void UnregisterMatch(TKey key, Func<TValue, bool> match)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(match);
        var self = Process.Live("Registry.Unregister");
        var store = Store("Registry.Unregister");
        if (RegistryHolding<TKey, TValue>.Of(self, store) is not { } holding)
            return;
        var removed = false;
        foreach (var item in Own(store, holding, key))
            removed |= match(item.Value) && holding.Remove(item);
        if (removed && store.Listeners.Count > 0)
            Tell(store, new KeyUnregistered(Name, key, self.Pid));
    }

    /// <summary>Replaces the value of the current process' entry.</summary>
    /// <returns>The new and the old value; the error <c>not_registered</c> when the key is free or another process has it.</returns>
    /// <exception cref="ArgumentException">The keys of this registry are not unique.</exception>
    public Result<ValueChange<TValue>> UpdateValue(TKey key, Func<TValue, TValue> change)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(change);
        var self = Process.Live("Registry.UpdateValue");
        var store = Store("Registry.UpdateValue");
        RequireUnique(store, "UpdateValue");
        if (store.Single(key) is { } item && ReferenceEquals(item.Holding.Owner, self))
        {
            var value = change(item.Value);
            if (item.Holding.Replace(item, value))
                return new Ok<ValueChange<TValue>>(new(value, item.Value));
            self.ThrowIfDead();
        }

        return new Error<ValueChange<TValue>>(ExitReason.Of("not_registered", key));
    }

    // ---- look-ups ----------------------------------------------------------------------------------------------------

    /// <summary>All entries under <paramref name="key"/>. In the order of registration, except with <see cref="RegistryKeys.Duplicate"/> and several partitions.</summary>
    public IReadOnlyList<RegistryEntry<TValue>> Lookup(TKey key) => Match(key, static _ => true);

    /// <summary>The entries under <paramref name="key"/> whose value <paramref name="match"/> accepts.</summary>
    public IReadOnlyList<RegistryEntry<TValue>> Match(TKey key, Func<TValue, bool> match)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(match);
        var store = Store("Registry.Lookup");
        if (store.Keys == RegistryKeys.Unique)
            return store.Single(key) is { } item && match(item.Value) ? [new(item.Pid, item.Value)] : [];
        return [.. store.Of(key).Where(i => match(i.Value)).Select(static i => new RegistryEntry<TValue>(i.Pid, i.Value))];
    }

    /// <summary>The only entry under <paramref name="key"/>, without allocating. False: none, or several.</summary>
    public bool TryLookup(TKey key, out RegistryEntry<TValue> entry)
    {
        ArgumentNullException.ThrowIfNull(key);
        var item = Store("Registry.TryLookup").Single(key);
        entry = item is null ? default : new(item.Pid, item.Value);
        return item is not null;
    }

    /// <summary>Who has <paramref name="key"/>; the default value when nobody has.</summary>
    /// <exception cref="ArgumentException">The keys of this registry are not unique.</exception>
    public Pid WhereIs(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var store = Store("Registry.WhereIs");
        RequireUnique(store, "WhereIs");
        return store.Single(key)?.Pid ?? default;
    }

    /// <summary>The entries that <paramref name="match"/> accepts, of all keys. Walks the whole registry.</summary>
    public IReadOnlyList<RegistryRecord<TKey, TValue>> Select(Func<RegistryRecord<TKey, TValue>, bool>? match = null) =>
        [.. Records("Registry.Select").Where(match ?? (static _ => true))];

    /// <summary>The keys of <paramref name="pid"/>, once per entry, in no particular order.</summary>
    public IReadOnlyList<TKey> Keys(Pid pid) => [.. Items(pid, "Registry.Keys").Select(static i => i.Key)];

    /// <summary>The values of <paramref name="pid"/> under <paramref name="key"/>.</summary>
    public IReadOnlyList<TValue> Values(TKey key, Pid pid) =>
        [.. Items(pid, "Registry.Values").Where(i => EqualityComparer<TKey>.Default.Equals(i.Key, key)).Select(static i => i.Value)];

    /// <summary>How many entries there are.</summary>
    public long Count() => Store("Registry.Count").Count;

    /// <summary>How many entries under <paramref name="key"/> have a value that <paramref name="match"/> accepts.</summary>
    public int CountMatch(TKey key, Func<TValue, bool> match) => Match(key, match).Count;

    /// <summary>How many entries <paramref name="match"/> accepts, of all keys. Walks the whole registry.</summary>
    public int CountSelect(Func<RegistryRecord<TKey, TValue>, bool> match) => Records("Registry.CountSelect").Count(match);

    // ---- dispatch ----------------------------------------------------------------------------------------------------

    /// <summary>Calls <paramref name="body"/> in the current process with the entries under <paramref name="key"/>: once per partition that has any, not at all when there are none.</summary>
    public void Dispatch(TKey key, Action<IReadOnlyList<RegistryEntry<TValue>>> body)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(body);
        foreach (var entries in ByPartition(Store("Registry.Dispatch"), key))
            body(entries);
    }

    /// <summary>As <see cref="Dispatch"/>, with a process for each partition beside each other. Waits for all of them.</summary>
    /// <exception cref="ProcessExitException">A body failed: the current process ends with its reason, unless this is caught.</exception>
    public async ValueTask DispatchParallel(TKey key, Action<IReadOnlyList<RegistryEntry<TValue>>> body)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(body);
        var workers = new HashSet<MonitorRef>();
        foreach (var entries in ByPartition(Store("Registry.DispatchParallel"), key))
        {
            workers.Add(Process.SpawnMonitor(_ =>
            {
                body(entries);
                return Task.CompletedTask;
            }).Monitor);
        }

        ExitReason? failure = null;
        while (workers.Count > 0)
        {
            var down = await Process.Receive<Down>(d => workers.Contains(d.Ref)).ConfigureAwait(true);
            workers.Remove(down.Ref);
            if (!down.Reason.IsNormal)
                failure ??= down.Reason;
        }

        if (failure is not null)
            throw new ProcessExitException(failure);
    }

    // ---- lock and meta -----------------------------------------------------------------------------------------------

    /// <summary>Runs <paramref name="body"/> while no other process runs one for the same key. First come, first served; the lock ends with the body or with the process.</summary>
    /// <exception cref="InvalidOperationException">The current process has that lock already.</exception>
    public async ValueTask<T> Lock<T>(TKey key, Func<Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(body);
        var self = Process.Live("Registry.Lock");
        var locks = Store("Registry.Lock").Locks;
        locks.CheckNotHeld(self, key);
        var ticket = await locks.Enter(self, key).ConfigureAwait(true);
        try
        {
            return await body().ConfigureAwait(true);
        }
        finally
        {
            ticket.Leave();
        }
    }

    /// <summary>As above, for a body without a result.</summary>
    public async ValueTask Lock(TKey key, Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        await Lock(key, async () =>
        {
            await body().ConfigureAwait(true);
            return default(Unit);
        }).ConfigureAwait(true);
    }

    /// <summary>Reads a value that was kept with the registry itself.</summary>
    public bool TryGetMeta(object key, out object? value) => Store("Registry.TryGetMeta").Meta.TryGetValue(key, out value);

    /// <summary>Keeps a value with the registry itself.</summary>
    public void PutMeta(object key, object? value) => Store("Registry.PutMeta").Meta[key] = value;

    /// <summary>Forgets a value of <see cref="PutMeta"/>.</summary>
    public void DeleteMeta(object key) => Store("Registry.DeleteMeta").Meta.TryRemove(key, out _);

    // ---- via names ---------------------------------------------------------------------------------------------------

    /// <summary>A name for a server: <c>Counter.StartLink(0, name: Rooms.Via("general"))</c>. The entry's value is the default value.</summary>
    /// <exception cref="ArgumentException">The keys of this registry are not unique.</exception>
    public ServerName Via(TKey key) => Via(key, default!);

    /// <summary>As above, with a value for the entry.</summary>
    public ServerName Via(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        RequireUnique(KeyKind, "Via");
        return ServerName.Via(this, new ViaKey(key, value));
    }

    bool INameRegistry.RegisterName(object key, Pid pid)
    {
        if (pid != Process.Self)
        {
            throw new ArgumentException(
                $"{Process.Self} cannot register {pid} in registry '{Name}': a process registers itself. Call Register in that process, for example in its Init.", nameof(pid));
        }

        var (name, value) = Split(key);
        RequireUnique(Store("Registry.Via"), "Via");
        return Register(name, value) is Ok<Pid>;
    }

    void INameRegistry.UnregisterName(object key) => Unregister(Split(key).Key);

    Pid INameRegistry.WhereisName(object key) => WhereIs(Split(key).Key);

    Pid INodeNameRegistry.WhereisName(Node node, object key)
    {
        // A name of a registry that does not run is a name that nobody has: calls exit with noproc, casts are silent.
        var name = Split(key).Key;
        return (_node ?? node).NamedServices.TryGetValue(Name, out var service) && service is RegistryStore<TKey, TValue> { Keys: RegistryKeys.Unique } store
            ? store.Single(name)?.Pid ?? default
            : default;
    }

    // ---- helpers -----------------------------------------------------------------------------------------------------

    /// <summary>Names the registry.</summary>
    public override string ToString() => $"Registry '{Name}'";

    private RegistryStore<TKey, TValue> Store(string operation) => NodeService.Find<RegistryStore<TKey, TValue>>(_node, Name, "registry", operation);

    private (TKey Key, TValue Value) Split(object key)
    {
        if (key is ViaKey via)
            return (via.Key, via.Value);
        return key is TKey typed
            ? (typed, default!)
            : throw new ArgumentException($"The keys of registry '{Name}' are of type {typeof(TKey).Name}, not {key?.GetType().Name ?? "null"}. Make the name with Via(key).", nameof(key));
    }

    private void RequireUnique(RegistryStore<TKey, TValue> store, string operation) => RequireUnique(store.Keys, operation);

    private void RequireUnique(RegistryKeys keys, string operation)
    {
        if (keys != RegistryKeys.Unique)
            throw new ArgumentException($"{operation} needs unique keys, and those of registry '{Name}' are {keys}. Define it with RegistryKeys.Unique, or use Lookup and Dispatch.");
    }

    private static IEnumerable<RegistryItem<TKey, TValue>> Own(RegistryStore<TKey, TValue> store, RegistryHolding<TKey, TValue> holding, TKey key)
    {
        if (store.Keys == RegistryKeys.Unique)
            return store.Single(key) is { } item && ReferenceEquals(item.Holding, holding) ? [item] : [];
        return holding.Copy().Where(i => EqualityComparer<TKey>.Default.Equals(i.Key, key));
    }

    private IEnumerable<RegistryItem<TKey, TValue>> Items(Pid pid, string operation)
    {
        var store = Store(operation);
        return pid.Target is ProcessCore core ? RegistryHolding<TKey, TValue>.Of(core, store)?.Copy() ?? [] : [];
    }

    private IEnumerable<RegistryRecord<TKey, TValue>> Records(string operation) =>
        Store(operation).All().Select(static i => new RegistryRecord<TKey, TValue>(i.Key, i.Pid, i.Value));

    private static IEnumerable<RegistryEntry<TValue>[]> ByPartition(RegistryStore<TKey, TValue> store, TKey key)
    {
        var (first, last) = store.PartitionsOf(key);
        for (var i = first; i <= last; i++)
        {
            RegistryEntry<TValue>[] entries = [.. store.In(i, key).Select(static e => new RegistryEntry<TValue>(e.Pid, e.Value))];
            if (entries.Length > 0)
                yield return entries;
        }
    }

    private void Tell(RegistryStore<TKey, TValue> store, object notice)
    {
        foreach (var listener in store.Listeners)
        {
            if (store.Node.Names.Find(listener) is { } process)
                store.Node.Send(process, new MessageSignal(notice));
            else
                store.Node.Log.MissingListener(Name, listener);
        }
    }

    private sealed record ViaKey(TKey Key, TValue Value)
    {
        public override string ToString() => Key.ToString() ?? "";
    }

    private sealed class Start(RegistryOptions options) : ServiceStart
    {
        public override Type ServerType => typeof(Registry);

        internal override NodeService Make(ProcessCore owner) => new RegistryStore<TKey, TValue>(options, owner);
    }
}
