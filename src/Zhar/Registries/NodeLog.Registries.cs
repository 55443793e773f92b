using Microsoft.Extensions.Logging;

namespace Zhar;

/// <summary>What registries and PubSub log.</summary>
internal sealed partial class NodeLog
{
    [LoggerMessage(30, LogLevel.Warning, "Registry {Registry} has the listener {Listener}, but no process has that name: the notice is dropped")]
    internal partial void MissingListener(string registry, string listener);

    [LoggerMessage(31, LogLevel.Error, "The adapter of PubSub {PubSub} failed to detach")]
    internal partial void AdapterFault(Exception exception, string pubSub);
}
