using Zhar.Runtime;

namespace Zhar;

/// <summary>Named groups of processes. A process can be in many groups, and in one of them several times; a dead one is out before anybody hears of its death.</summary>
/// <remarks>
/// <para>This object names a scope, a set of groups of its own. Put <see cref="Child"/> into the supervisor and use it from any process of the node;
/// outside a process use <see cref="On"/>. A group is there as long as it has members; its name is any immutable value.</para>
/// <code>
/// ProcessGroups.Default.Join("workers");
/// foreach (var worker in ProcessGroups.Default.Members("workers")) worker.Send(job);
/// </code>
/// <para>Source: OTP pg.</para>
/// </remarks>
public sealed class ProcessGroups
{
    private readonly Node? _node;

    /// <summary>Names a scope.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ProcessGroups(string scope)
        : this(scope, null)
    {
    }

    private ProcessGroups(string scope, Node? node)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        Scope = scope;
        _node = node;
    }

    /// <summary>The scope <c>Zhar.ProcessGroups</c>.</summary>
    public static ProcessGroups Default { get; } = new("Zhar.ProcessGroups");

    /// <summary>The scope's name, also the local name of its process.</summary>
    public string Scope { get; }

    /// <summary>The same scope as <paramref name="node"/> has it, for use outside a process.</summary>
    public ProcessGroups On(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(Scope, node);
    }

    /// <summary>The scope as a child of a supervisor. Put it before the children that use it.</summary>
    public ChildSpec Child() => new(Scope, new ServerChildStart(new Start(Scope))) { Name = Scope };

    /// <summary>Starts the scope, linked to the current process.</summary>
    /// <exception cref="StartException">A process or a scope of that name runs already.</exception>
    public async ValueTask<Pid> StartLink() => (await TryStartLink().ConfigureAwait(true)).OrThrow();

    /// <summary>As <see cref="StartLink"/>, with a failure as a value.</summary>
    public ValueTask<StartResult> TryStartLink() => GenServer.TryStartLink(new Start(Scope), Scope);

    /// <summary>The current process joins, once more if it is in the group already.</summary>
    /// <exception cref="ArgumentException">The scope does not run.</exception>
    public void Join(object group) => Join(group, [Process.Self]);

    /// <summary>Processes of this node join. Those that are dead are left out.</summary>
    /// <exception cref="ArgumentException">The scope does not run, or a process runs on another node.</exception>
    public void Join(object group, params IReadOnlyList<Pid> pids)
    {
        ArgumentNullException.ThrowIfNull(group);
        var scope = Find("ProcessGroups.Join");
        scope.Join(group, Local(scope, pids));
    }

    /// <summary>The current process leaves, once. False: it is not in the group (<c>not_joined</c>).</summary>
    public bool Leave(object group) => Leave(group, [Process.Self]);

    /// <summary>Processes leave, once for each time they are listed. False: none of them is in the group.</summary>
    public bool Leave(object group, params IReadOnlyList<Pid> pids)
    {
        ArgumentNullException.ThrowIfNull(group);
        var scope = Find("ProcessGroups.Leave");
        return scope.Leave(group, Local(scope, pids));
    }

    /// <summary>The members of a group on all nodes, each as often as it joined. Empty when there is no such group.</summary>
    public IReadOnlyList<Pid> Members(object group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Find("ProcessGroups.Members").Members(group);
    }

    /// <summary>The members on this node.</summary>
    public IReadOnlyList<Pid> LocalMembers(object group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Find("ProcessGroups.LocalMembers").LocalMembers(group);
    }

    /// <summary>The groups that have members.</summary>
    public IReadOnlyCollection<object> WhichGroups() => Find("ProcessGroups.WhichGroups").Groups;

    /// <summary>Watches a group, which need not be there yet: each change after the returned list comes as a <see cref="GroupJoin"/> or <see cref="GroupLeave"/>, once and in order.</summary>
    public (GroupMonitor Monitor, IReadOnlyList<Pid> Members) Monitor(object group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var (monitor, members) = Watch(group, "ProcessGroups.Monitor");
        return (monitor, members[group]);
    }

    /// <summary>As <see cref="Monitor"/>, for all groups of the scope.</summary>
    public (GroupMonitor Monitor, IReadOnlyDictionary<object, IReadOnlyList<Pid>> Groups) MonitorScope() => Watch(null, "ProcessGroups.MonitorScope");

    /// <summary>Takes a monitor of the current process off and removes its notices from the mailbox. False: it was off.</summary>
    /// <exception cref="InvalidOperationException">The monitor belongs to another process.</exception>
    public bool Demonitor(GroupMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        var self = Process.Live("ProcessGroups.Demonitor");
        if (!ReferenceEquals(monitor.Watcher, self))
            throw new InvalidOperationException($"The monitor belongs to {monitor.Watcher.Pid}; only its owner can take it off.");
        if (!Find("ProcessGroups.Demonitor").Demonitor(monitor))
            return false;
        while (self.TakeWhere(s => (s.Payload is GroupJoin join && ReferenceEquals(join.Ref, monitor)) || (s.Payload is GroupLeave leave && ReferenceEquals(leave.Ref, monitor))) is not null)
        {
        }

        return true;
    }

    /// <summary>Names the scope.</summary>
    public override string ToString() => $"ProcessGroups '{Scope}'";

    private GroupScope Find(string operation) => NodeService.Find<GroupScope>(_node, Scope, "scope of process groups", operation);

    private (GroupMonitor Monitor, IReadOnlyDictionary<object, IReadOnlyList<Pid>> Groups) Watch(object? group, string operation)
    {
        var self = Process.Live(operation);
        var scope = Find(operation);
        if (!ReferenceEquals(scope.Node, self.Node))
            throw new ArgumentException($"{self.Pid} runs on node {self.Node.Name} and cannot watch groups of {scope.Node.Name} directly; the scope of its own node knows them too.");
        var monitor = new GroupMonitor(self, group);
        return (monitor, scope.Monitor(monitor));
    }

    private static List<ProcessCore> Local(GroupScope scope, IReadOnlyList<Pid> pids)
    {
        ArgumentNullException.ThrowIfNull(pids);
        var processes = new List<ProcessCore>(pids.Count);
        foreach (var pid in pids)
        {
            if (pid.Target is not ProcessCore process || !ReferenceEquals(process.Node, scope.Node))
                throw new ArgumentException($"{pid} is no process of node {scope.Node.Name}. Only processes of the own node join and leave; do it on theirs.", nameof(pids));
            processes.Add(process);
        }

        return processes;
    }

    private sealed class Start(string scope) : ServiceStart
    {
        public override Type ServerType => typeof(ProcessGroups);

        internal override NodeService Make(ProcessCore owner) => new GroupScope(scope, owner);
    }
}
