using System.Collections;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Delivers a broadcast to the subscribers of one node, in place of one send each: to encode once for all sockets, or to skip some by their metadata.</summary>
public interface IPubSubDispatcher
{
    /// <summary>Called in the broadcasting process, when the topic has subscribers.</summary>
    /// <param name="node">The node, to send with.</param>
    /// <param name="subscribers">The subscribers, each as often as it subscribed.</param>
    /// <param name="from">The process that is to be left out; the default value for nobody.</param>
    /// <param name="message">The message.</param>
    void Dispatch(Node node, Subscribers subscribers, Pid from, object message);
}

/// <summary>A subscription: the process and what it gave along.</summary>
public readonly record struct Subscriber(Pid Pid, object? Metadata);

/// <summary>The subscribers of a topic at one moment. Walk it with <c>foreach</c>, which allocates nothing.</summary>
public readonly struct Subscribers : IEnumerable<Subscriber>
{
    private readonly Slots<RegistryItem<string, object?>> _items;

    internal Subscribers(Slots<RegistryItem<string, object?>> items) => _items = items;

    /// <summary>Walks the subscribers.</summary>
    public Enumerator GetEnumerator() => new(_items.GetEnumerator());

    IEnumerator<Subscriber> IEnumerable<Subscriber>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the subscribers.</summary>
    public struct Enumerator : IEnumerator<Subscriber>
    {
        private Slots<RegistryItem<string, object?>>.Enumerator _items;

        internal Enumerator(Slots<RegistryItem<string, object?>>.Enumerator items) => _items = items;

        /// <inheritdoc/>
        public readonly Subscriber Current => new(_items.Current.Pid, _items.Current.Value);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => _items.MoveNext();

        /// <inheritdoc/>
        public void Reset() => _items.Reset();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
