using Microsoft.Extensions.Logging;

namespace Zhar;

/// <summary>What the runtime logs. Event ids are stable.</summary>
internal sealed partial class NodeLog(ILogger logger)
{
    internal bool LogsReports => logger.IsEnabled(LogLevel.Error);

    internal bool LogsProgress => logger.IsEnabled(LogLevel.Debug);

    [LoggerMessage(1, LogLevel.Error, "Process {Process} ({Module}) crashed with {Reason} while handling {LastMessage}. State: {State}. Label: {Label}. Callers: {Callers}. Ancestors: {Ancestors}. Links: {Links}. Mailbox: {MailboxLength}. Restarts: {Restarts}")]
    internal partial void Crash(Exception? exception, string process, string module, string reason, string lastMessage, string state, string label, string callers, string ancestors, string links, int mailboxLength, int restarts);

    /// <summary>The properties that a process wants on what is logged about it.</summary>
    internal IDisposable? BeginScope(IReadOnlyDictionary<string, object?>? scope) => scope is null ? null : logger.BeginScope(scope);

    [LoggerMessage(2, LogLevel.Warning, "Process {Process} ({Module}) got a message that no handler takes and dropped it: {Message} (and {Others} more since the last such line). Add an [Info] method with a parameter of that type, or override HandleInfo")]
    internal partial void UnhandledMessage(string process, string module, string message, int others);

    [LoggerMessage(3, LogLevel.Warning, "Code of the dead process {Process} went on after its death and failed")]
    internal partial void ZombieFault(Exception exception, string process);

    [LoggerMessage(7, LogLevel.Warning, "What {Process} had, a {What}, could not be released at its end")]
    internal partial void ReleaseFault(Exception exception, string process, string what);

    [LoggerMessage(8, LogLevel.Warning, "A timer could not reach {Destination}")]
    internal partial void TimerFault(Exception exception, string destination);

    [LoggerMessage(9, LogLevel.Warning, "Process {Process} is no server and refused the request {Request}. Send it a plain message, or make it a GenServer")]
    internal partial void RefusedRequest(string process, string request);

    [LoggerMessage(4, LogLevel.Error, "Supervisor {Supervisor}: child {Child} {Context} with {Reason}")]
    internal partial void SupervisorReport(string supervisor, string child, string context, string reason);

    [LoggerMessage(5, LogLevel.Debug, "Supervisor {Supervisor} started {Child} as {Pid}")]
    internal partial void Progress(string supervisor, string child, string pid);

    [LoggerMessage(6, LogLevel.Information, "Trace {Process}: {Direction} {Message}")]
    internal partial void SysTrace(string process, string direction, string message);
}
