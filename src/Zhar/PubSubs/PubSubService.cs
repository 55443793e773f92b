using Zhar.Runtime;

namespace Zhar;

/// <summary>The subscriptions of a running PubSub: entries under their topics, kept as a registry with duplicate keys keeps them.</summary>
internal sealed class PubSubService(PubSubOptions options, ProcessCore owner) : NodeService(options.Name, owner)
{
    internal RegistryStore<string, object?> Topics { get; } = new(
        new RegistryOptions { Name = options.Name, Keys = RegistryKeys.DuplicateByKey, Partitions = options.PoolSize }, owner);

    internal override long? EntryCount => Topics.Count;

    internal IPubSubAdapter? Adapter { get; } = options.Adapter;

    /// <summary>Sends one shared message to each subscriber but <paramref name="from"/>.</summary>
    internal void Deliver(string topic, Pid from, object message, IPubSubDispatcher? dispatcher)
    {
        var items = Topics.In(Topics.PartitionsOf(topic).First, topic);
        if (dispatcher is not null)
        {
            if (items.GetEnumerator().MoveNext())
                dispatcher.Dispatch(Node, new Subscribers(items), from, message);
            return;
        }

        var node = Node;
        foreach (var item in items)
        {
            var subscriber = item.Holding.Owner;
            if (!ReferenceEquals(subscriber, from.Target))
                node.Send(subscriber, new MessageSignal(message));
        }
    }

    /// <summary>Subscribers are told, as if they were linked: they would wait for messages that never come.</summary>
    internal override void OnOwnerExit(ExitReason reason)
    {
        // Foreign code: beside the death, which it may neither delay nor break.
        if (Adapter is { } adapter)
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Service.Detach(s.Adapter), (Service: this, Adapter: adapter), preferLocal: false);
        Topics.OnOwnerExit(reason);
    }

    private void Detach(IPubSubAdapter adapter)
    {
        try
        {
            adapter.Detach();
        }
        catch (Exception e)
        {
            Node.Log.AdapterFault(e, Name);
        }
    }

    public override string ToString() => "a PubSub";
}
