using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Testing;

namespace Zhar.Web.Testing;

/// <summary>Runs a socket and its channels in process, without a port: tests connect, join, push, and look at what comes back.</summary>
/// <remarks>Each has a node of its own, so tests run in parallel. Waits end when what they wait for is there, and fail after 5 s. Source: Phoenix.ChannelTest.</remarks>
/// <example>
/// <code>
/// await using var test = await ChannelTest.Start&lt;UserSocket&gt;();
/// var socket = await test.Connect(("token", token));
/// var room = await socket.SubscribeAndJoin("room:1");
/// var reply = await room.Push("new_msg", ("body", "hello")).AssertReply("ok");
/// await room.AssertBroadcast("new_msg");
/// </code>
/// </example>
public sealed class ChannelTest : IAsyncDisposable
{
    private readonly TestNode? _owned;
    private readonly string _service;

    private ChannelTest(Node node, TestNode? owned, string service)
    {
        Node = node;
        _owned = owned;
        _service = service;
    }

    /// <summary>The node that the socket runs on.</summary>
    public Node Node { get; }

    /// <summary>The node's test side: its log, its clock, probes.</summary>
    /// <exception cref="InvalidOperationException">The test was made with <see cref="On{TSocket}"/>.</exception>
    public TestNode TestNode => _owned ?? throw new InvalidOperationException("This ChannelTest uses a node that somebody else has started.");

    /// <summary>The running socket; a new one after a restart.</summary>
    internal SocketHost Host => Node.NamedServices.TryGetValue(_service, out var found) && found is SocketHost host
        ? host
        : throw new InvalidOperationException($"{_service} does not run on node {Node.Name}. Put SocketSupervisor.Child<TSocket>() into its tree.");

    /// <summary>Starts a node with a PubSub and the socket.</summary>
    /// <param name="options">The socket's options.</param>
    /// <param name="services">Adds what the socket and its channels get in their constructors.</param>
    /// <param name="virtualTime">Timers and timeouts stand still until the test moves the clock of <see cref="TestNode"/>.</param>
    public static async Task<ChannelTest> Start<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSocket>(
        SocketOptions? options = null, Action<IServiceCollection>? services = null, bool virtualTime = false)
        where TSocket : Socket
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        var node = TestNode.Start(virtualTime, o => o.Services = collection.BuildServiceProvider());
        await node.StartSupervised(PubSub.Child()).ConfigureAwait(false);
        await node.StartSupervised(SocketSupervisor.Child<TSocket>(options)).ConfigureAwait(false);
        return new ChannelTest(node.Node, node, new SocketKind.Of<TSocket>().ServiceName);
    }

    /// <summary>Tests a socket that runs already, as a part of an application's tree.</summary>
    public static ChannelTest On<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSocket>(Node node)
        where TSocket : Socket
    {
        ArgumentNullException.ThrowIfNull(node);
        return new ChannelTest(node, null, new SocketKind.Of<TSocket>().ServiceName);
    }

    /// <summary>Connects with these parameters.</summary>
    /// <exception cref="ExpectationException">The socket refuses.</exception>
    public Task<TestSocket> Connect(params (string Key, object? Value)[] parameters) => Connect(Params.Of(parameters), null);

    /// <summary>Connects.</summary>
    /// <exception cref="ExpectationException">The socket refuses.</exception>
    public async Task<TestSocket> Connect(Params parameters, ConnectInfo? info) => await TryConnect(parameters, info).ConfigureAwait(false) switch
    {
        (Accepted accepted, var socket) when accepted is not null => socket!,
        (Refused refused, _) => throw new ExpectationException($"The socket refused the connection: {refused.Reason}."),
        var (result, _) => throw new ExpectationException($"The socket answered {result}."),
    };

    /// <summary>Connects, and says what the socket answered. The connection is <c>null</c> when it refused.</summary>
    public async Task<(ConnectResult Result, TestSocket? Socket)> TryConnect(Params? parameters = null, ConnectInfo? info = null)
    {
        var host = Host;
        var result = await host.Connect(parameters ?? Params.Empty, (info ?? new ConnectInfo()) with { Transport = "test" }).ConfigureAwait(false);
        if (result is not Accepted accepted)
            return (result, null);
        var transport = new TestTransport();
        var socket = await host.Open(accepted, _ => transport).ConfigureAwait(false);
        return (result, new TestSocket(Node, host, socket, transport));
    }

    /// <summary>Sends an event to all subscribers of a topic.</summary>
    public void Broadcast<T>(string topic, string @event, T payload) => Host.PubSub.BroadcastEvent(topic, @event, payload, Host.Json.Options);

    /// <summary>Stops the node, if this test has started it.</summary>
    public ValueTask DisposeAsync() => _owned?.DisposeAsync() ?? default;
}
