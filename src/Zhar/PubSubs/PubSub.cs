using Zhar.Runtime;

namespace Zhar;

/// <summary>Publish and subscribe by topic: a process subscribes and gets every message that is broadcast to the topic, from this node and, with an adapter, from others.</summary>
/// <remarks>
/// <para>Put <see cref="Child"/> into the supervisor. Inside a process the statics are enough; elsewhere inject a <c>PubSub</c>, or take <see cref="On"/>.</para>
/// <code>
/// PubSub.Subscribe("chat:general");
/// PubSub.Broadcast("chat:general", new NewMessage("Ada", "hello"));      // arrives at [Info] private void OnNewMessage(NewMessage m)
/// </code>
/// <para>All subscribers get the same object: make messages immutable. Messages of one broadcaster arrive in order. A subscription ends with
/// <c>Unsubscribe</c> or with its process; subscribing twice delivers twice. Delivery is at most once. Source: Phoenix.PubSub.</para>
/// </remarks>
public sealed class PubSub
{
    /// <summary>The name of <see cref="Default"/>.</summary>
    public const string DefaultName = "Zhar.PubSub";

    private readonly Node? _node;

    /// <summary>Names a PubSub besides the default one.</summary>
    public PubSub(string name)
        : this(name, null)
    {
    }

    private PubSub(string name, Node? node)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _node = node;
    }

    /// <summary>The PubSub that the statics use, of the current process' node.</summary>
    public static PubSub Default { get; } = new(DefaultName);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name that other nodes know this node by.</summary>
    public string NodeName => Find("PubSub.NodeName") is var service && service.Adapter is { } adapter ? adapter.NodeName : service.Node.Name;

    /// <summary>The same PubSub as <paramref name="node"/> has it, for use outside a process and for injection.</summary>
    public PubSub On(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(Name, node);
    }

    /// <summary>A PubSub as a child of a supervisor. Put it before the children that use it.</summary>
    /// <exception cref="ArgumentException">The name is empty, or there are no partitions.</exception>
    public static ChildSpec Child(PubSubOptions? options = null)
    {
        var start = MakeStart(options);
        return new(start.Options.Name, new ServerChildStart(start)) { Name = start.Options.Name };
    }

    /// <summary>Starts a PubSub, linked to the current process.</summary>
    /// <exception cref="StartException">A process or a PubSub of that name runs already.</exception>
    public static async ValueTask<Pid> StartLink(PubSubOptions? options = null)
    {
        var start = MakeStart(options);
        return (await GenServer.TryStartLink(start, start.Options.Name).ConfigureAwait(true)).OrThrow();
    }

    // ---- subscribe ---------------------------------------------------------------------------------------------------

    /// <summary>Subscribes the current process to a topic. Doing it twice delivers twice.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="metadata">For a dispatcher, see <see cref="IPubSubDispatcher"/>.</param>
    /// <exception cref="ArgumentException">The PubSub does not run.</exception>
    public void Subscribe(string topic, object? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var self = Process.Live("PubSub.Subscribe");
        var service = Find("PubSub.Subscribe");
        if (!ReferenceEquals(service.Node, self.Node))
            throw new ArgumentException($"{self.Pid} runs on node {self.Node.Name} and cannot subscribe on {service.Node.Name}. Subscribe on its own node; an adapter carries broadcasts over.");
        if (RegistryHolding<string, object?>.OfOrNew(self, service.Topics)?.TryAdd(topic, metadata, out _) != true)
            throw new ProcessExitException(self.ExitReason ?? ExitReason.Killed);
        if (service.IsClosed)
            throw new ArgumentException($"PubSub '{Name}' ended while {self.Pid} was subscribing to '{topic}'.");
    }

    /// <summary>Ends all subscriptions of the current process to a topic. Messages that are in the mailbox stay.</summary>
    public void Unsubscribe(string topic)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var self = Process.Live("PubSub.Unsubscribe");
        RegistryHolding<string, object?>.Of(self, Find("PubSub.Unsubscribe").Topics)?.RemoveAll(topic);
    }

    // ---- broadcast ---------------------------------------------------------------------------------------------------

    /// <summary>Sends a message to all subscribers of a topic, on all nodes.</summary>
    public void Broadcast(string topic, object message, IPubSubDispatcher? dispatcher = null) => Send("PubSub.Broadcast", topic, default, message, dispatcher, everywhere: true);

    /// <summary>As <see cref="Broadcast"/>, but not to <paramref name="from"/>.</summary>
    public void BroadcastFrom(Pid from, string topic, object message, IPubSubDispatcher? dispatcher = null) => Send("PubSub.BroadcastFrom", topic, from, message, dispatcher, everywhere: true);

    /// <summary>As <see cref="Broadcast"/>, on this node only.</summary>
    public void LocalBroadcast(string topic, object message, IPubSubDispatcher? dispatcher = null) => Send("PubSub.LocalBroadcast", topic, default, message, dispatcher, everywhere: false);

    /// <summary>As <see cref="BroadcastFrom"/>, on this node only.</summary>
    public void LocalBroadcastFrom(Pid from, string topic, object message, IPubSubDispatcher? dispatcher = null) => Send("PubSub.LocalBroadcastFrom", topic, from, message, dispatcher, everywhere: false);

    /// <summary>As <see cref="Broadcast"/>, on the node that calls itself <paramref name="node"/> (see <see cref="NodeName"/>) only.</summary>
    /// <exception cref="ArgumentException">It is another node, and this PubSub has no adapter to reach it.</exception>
    public void DirectBroadcast(string node, string topic, object message, IPubSubDispatcher? dispatcher = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(node);
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(message);
        var service = Find("PubSub.DirectBroadcast");
        if (node == (service.Adapter?.NodeName ?? service.Node.Name))
            service.Deliver(topic, default, message, dispatcher);
        else if (service.Adapter is { } adapter)
            adapter.DirectBroadcast(node, topic, message, dispatcher);
        else
            throw new ArgumentException($"PubSub '{Name}' cannot reach node '{node}': it has no adapter. Give it one: PubSub.Child(new PubSubOptions {{ Adapter = … }}).", nameof(node));
    }

    /// <summary>Names the PubSub.</summary>
    public override string ToString() => $"PubSub '{Name}'";

    private void Send(string operation, string topic, Pid from, object message, IPubSubDispatcher? dispatcher, bool everywhere)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(message);
        var service = Find(operation);
        if (everywhere)
            service.Adapter?.Broadcast(topic, message, dispatcher);
        service.Deliver(topic, from, message, dispatcher);
    }

    private PubSubService Find(string operation) => NodeService.Find<PubSubService>(_node, Name, "PubSub", operation);

    private static Start MakeStart(PubSubOptions? options)
    {
        options ??= new PubSubOptions();
        ArgumentException.ThrowIfNullOrEmpty(options.Name, "options.Name");
        if (options.PoolSize is < 1 or > 4096)
            throw new ArgumentOutOfRangeException(nameof(options), options.PoolSize, $"PubSub '{options.Name}' needs a PoolSize between 1 and 4096; 1 is the default.");
        return new Start(options);
    }

    private sealed class Start(PubSubOptions options) : ServiceStart
    {
        internal PubSubOptions Options => options;

        public override Type ServerType => typeof(PubSub);

        internal override NodeService Make(ProcessCore owner) => new PubSubService(options, owner);

        internal override void Opened(NodeService service) => options.Adapter?.Attach(new PubSub(options.Name, service.Node));
    }
}
