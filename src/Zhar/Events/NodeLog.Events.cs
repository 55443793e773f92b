using Microsoft.Extensions.Logging;

namespace Zhar;

internal sealed partial class NodeLog
{
    [LoggerMessage(21, LogLevel.Error, "Event manager {Manager}: handler {Handler} failed with {Reason} and is removed. Last event: {LastEvent}. State: {State}")]
    internal partial void EventHandlerCrash(Exception? exception, string manager, string handler, string reason, string lastEvent, string state);
}
