namespace Zhar;

/// <summary>Calls to many servers at once.</summary>
public abstract partial class GenServer
{
    /// <summary>Calls all of <paramref name="servers"/> at the same time and waits for each. Who fails, or does not answer in time, is in <see cref="MultiCallResult{T}.Failed"/>.</summary>
    /// <example><code>
    /// var levels = await GenServer.MultiCall([ServerRef.On("a", "stock"), ServerRef.On("b", "stock")], (Stock.Ref stock) => stock.Level(TimeSpan.FromSeconds(1)));
    /// </code></example>
    /// <remarks>The timeout is that of each call. A late reply is dropped. Source: OTP gen_server:multi_call/4.</remarks>
    public static async ValueTask<MultiCallResult<T>> MultiCall<TRef, T>(IEnumerable<ServerRef> servers, Func<TRef, ValueTask<T>> call)
        where TRef : struct, IServerRef<TRef>
    {
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(call);
        var calls = servers.Select(server => (Server: server, Reply: Begin(server))).ToList();
        var replies = new List<(ServerRef, T)>(calls.Count);
        var failed = new List<(ServerRef, ExitReason)>();
        foreach (var (server, reply) in calls)
        {
            try
            {
                replies.Add((server, await reply.ConfigureAwait(true)));
            }
            catch (CallExitException e)
            {
                failed.Add((server, e.Reason));
            }
        }

        return new MultiCallResult<T>(replies, failed);

        // Through Task, which takes an outcome that comes before its turn.
        Task<T> Begin(ServerRef server) => call(TRef.At(server)).AsTask();
    }
}

/// <summary>The outcome of <see cref="GenServer.MultiCall"/>, in the order of the servers.</summary>
public sealed record MultiCallResult<T>(IReadOnlyList<(ServerRef Server, T Reply)> Replies, IReadOnlyList<(ServerRef Server, ExitReason Reason)> Failed);
