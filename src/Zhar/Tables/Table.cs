using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>
/// A table in memory that many processes read at once, without a message: what OTP's ets is used for. It belongs to one process and is deleted, or goes to
/// its heir, before anybody hears of that process' death.
/// </summary>
/// <remarks>
/// Keep the state of one server in the server; use a table for what many read and few write. Values are shared, not copied: make them immutable.
/// Reads take no lock. Source: OTP ets.
/// </remarks>
public abstract class Table : IOwned
{
    private readonly Lock _ownership = new();
    private ProcessCore _owner;
    private Pid _heir;
    private object? _heirData;

    private protected Table(TableOptions options, ProcessCore owner)
    {
        _owner = owner;
        _heir = options.Heir;
        _heirData = options.HeirData;
        Node = owner.Node;
        Name = options.Name;
        Type = options.Type;
        Protection = options.Protection;
    }

    /// <summary>The name, or <c>null</c>.</summary>
    public string? Name { get; }

    /// <summary>What a key holds.</summary>
    public TableType Type { get; }

    /// <summary>Who may read and write.</summary>
    public TableProtection Protection { get; }

    /// <summary>The process that the table belongs to.</summary>
    public Pid Owner => Volatile.Read(ref _owner).Pid;

    /// <summary>Who gets the table when its owner ends; the default value for nobody.</summary>
    public Pid Heir
    {
        get
        {
            lock (_ownership)
                return _heir;
        }
    }

    /// <summary>Whether the table is still there. By the time you know, it may not be.</summary>
    public abstract bool Exists { get; }

    internal Node Node { get; }

    /// <summary>How many keys it has, whoever asks; 0 once it is gone.</summary>
    internal abstract int KeyCount { get; }

    private protected bool HasSeveralValues => Type is TableType.Bag or TableType.DuplicateBag;

    /// <summary>Makes a table that belongs to the current process.</summary>
    /// <param name="options">Default: a nameless, protected set.</param>
    /// <param name="order">The order of an <see cref="TableType.OrderedSet"/>. Default: that of the key type; strings by code unit, keys of type object with numbers first, by value.</param>
    /// <exception cref="ArgumentException">The name is taken, or an option is wrong.</exception>
    public static Table<TKey, TValue> Create<TKey, TValue>(TableOptions? options = null, IComparer<TKey>? order = null)
        where TKey : notnull
    {
        options ??= new TableOptions();
        options.Validate();
        var self = Process.Live("Table.Create");
        var table = new Table<TKey, TValue>(options, self, order ?? ValueOrder.For<TKey>());
        using var fence = ProcessFence.Enter();
        if (options.Name is { } name && !self.Node.Tables.TryAdd(name, table))
            throw new ArgumentException($"Node {self.Node.Name} has a table named '{name}' already. Choose another name, or find that one with Table.Find.", nameof(options));
        self.AddOwned(table);
        return table;
    }

    /// <summary>Finds a table of the current process' node by its name.</summary>
    /// <exception cref="ArgumentException">There is no table of that name and these types.</exception>
    public static Table<TKey, TValue> Find<TKey, TValue>(string name)
        where TKey : notnull => Find<TKey, TValue>(Executor.CurrentNode ?? throw new NotInProcessException("Table.Find"), name);

    /// <summary>As above, on <paramref name="node"/>, from anywhere.</summary>
    public static Table<TKey, TValue> Find<TKey, TValue>(Node node, string name)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!node.Tables.TryGetValue(name, out var table))
            throw new ArgumentException($"Node {node.Name} has no table named '{name}'. Its owner makes it with Table.Create, and it goes when its owner ends.", nameof(name));
        return table as Table<TKey, TValue> ?? throw new ArgumentException(
            $"Table '{name}' is a {table.Describe()}, not one with keys of type {typeof(TKey).Name} and values of type {typeof(TValue).Name}.", nameof(name));
    }

    /// <summary>Whether <paramref name="node"/> has a table of that name.</summary>
    public static bool IsNamed(Node node, string name)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Tables.ContainsKey(name);
    }

    // ---- ownership ---------------------------------------------------------------------------------------------------

    /// <summary>Makes <paramref name="to"/> the owner and sends it a <see cref="TableTransfer"/> with <paramref name="data"/>. Only the owner may. Source: OTP ets:give_away/3.</summary>
    /// <exception cref="ArgumentException">The receiver is dead, on another node or the owner itself; or the current process is not the owner.</exception>
    public void GiveAway(Pid to, object? data = null)
    {
        using var fence = ProcessFence.Enter();
        var self = RequireOwner(fence.Process, "GiveAway");
        if (to.Target is not ProcessCore receiver || !ReferenceEquals(receiver.Node, Node) || ReferenceEquals(receiver, self))
            throw new ArgumentException($"{Describe()} cannot be given to {to}: the receiver is another process of node {Node.Name}.", nameof(to));
        lock (_ownership)
        {
            if (!receiver.TryAddOwned(this))
                throw new ArgumentException($"{Describe()} cannot be given to {to}: that process is dead.", nameof(to));
            Volatile.Write(ref _owner, receiver);
        }

        self.RemoveOwned(this);
        receiver.Push(new MessageSignal(new TableTransfer(this, self.Pid, data)));
    }

    /// <summary>Changes the heir; the default value for nobody. Only the owner may.</summary>
    public void SetHeir(Pid heir, object? data = null)
    {
        using var fence = ProcessFence.Enter();
        RequireOwner(fence.Process, "SetHeir");
        lock (_ownership)
            (_heir, _heirData) = (heir, data);
    }

    /// <summary>Deletes the whole table. Source: OTP ets:delete/1.</summary>
    /// <exception cref="ArgumentException">The current process may not write it, or it is gone already.</exception>
    public void Drop()
    {
        using var fence = ProcessFence.Enter();
        RequireAccess(fence.Process, write: true, "Drop");
        lock (_ownership)
        {
            Volatile.Read(ref _owner).RemoveOwned(this);
            Close();
        }
    }

    void IOwned.Release(ProcessCore owner, ExitReason reason)
    {
        lock (_ownership)
        {
            if (!ReferenceEquals(_owner, owner) || !Exists)
                return; // given away
            if (_heir.Target is ProcessCore heir && !ReferenceEquals(heir, owner) && ReferenceEquals(heir.Node, Node) && heir.TryAddOwned(this))
            {
                Volatile.Write(ref _owner, heir);
                heir.Push(new MessageSignal(new TableTransfer(this, owner.Pid, _heirData)));
                return;
            }

            Close();
        }
    }

    private void Close()
    {
        if (Name is { } name)
            Node.Tables.TryRemove(new(name, this));
        CloseStore();
    }

    private protected abstract void CloseStore();

    // ---- access ------------------------------------------------------------------------------------------------------

    private protected void RequireAccess(ProcessCore? process, bool write, string operation)
    {
        if (!Exists)
            throw Gone();
        if (Protection == TableProtection.Public || (!write && Protection == TableProtection.Protected))
            return;
        if (process is null || !ReferenceEquals(process, Volatile.Read(ref _owner)))
            throw new ArgumentException($"""
                {operation} on {Describe()} by {process?.Pid.ToString() ?? "code outside a process"}: the table is {Protection.ToString().ToLowerInvariant()}, so only its owner {Owner} may {(write ? "write" : "read")} it.
                Send the owner a message, or create the table with Protection = TableProtection.Public.
                """);
    }

    private protected void RequireRead(string operation)
    {
        if (Protection == TableProtection.Private)
            RequireAccess(Executor.Current?.Process, write: false, operation);
    }

    private protected ArgumentException Gone() => new($"{Describe()} is deleted: its owner has ended or has dropped it. Name an heir (TableOptions.Heir) for a table that must outlive its owner.");

    private protected string Describe() => $"{Type} table {(Name is null ? "without a name" : $"'{Name}'")}";

    private ProcessCore RequireOwner(ProcessCore? process, string operation)
    {
        if (!Exists)
            throw Gone();
        return process is not null && ReferenceEquals(process, Volatile.Read(ref _owner))
            ? process
            : throw new ArgumentException($"{operation} on {Describe()} by {process?.Pid.ToString() ?? "code outside a process"}: only its owner {Owner} may.");
    }
}
