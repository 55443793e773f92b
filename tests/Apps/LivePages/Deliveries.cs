using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LivePages;

/// <summary>What pages hand over to work that waits for it.</summary>
public sealed class Deliveries
{
    private readonly ConcurrentDictionary<string, Channel<string>> _waiting = new(StringComparer.Ordinal);

    public void Put(string name, string text) => Of(name).Writer.TryWrite(text);

    /// <exception cref="InvalidOperationException">Nothing was delivered.</exception>
    public async Task<string> Take(string name, CancellationToken cancellationToken) =>
        await Of(name).Reader.ReadAsync(cancellationToken) is { Length: > 0 } text ? text : throw new InvalidOperationException("nothing was delivered");

    private Channel<string> Of(string name) => _waiting.GetOrAdd(name, static _ => Channel.CreateUnbounded<string>());
}
