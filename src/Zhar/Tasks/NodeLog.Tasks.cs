using Microsoft.Extensions.Logging;

namespace Zhar;

internal sealed partial class NodeLog
{
    [LoggerMessage(20, LogLevel.Error, "Task {Process} started from {Starter} failed with {Reason}. Function: {Function}. Callers: {Callers}")]
    internal partial void TaskCrash(Exception? exception, string process, string starter, string reason, string function, string callers);
}
