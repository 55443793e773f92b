using Microsoft.Extensions.Logging;

namespace Zhar;

/// <summary>What the runtime logs. Event ids are stable.</summary>
internal sealed partial class NodeLog(ILogger logger)
{
    internal bool Logs(LogLevel level) => logger.IsEnabled(level);

    internal bool LogsProgress => logger.IsEnabled(LogLevel.Debug);

    /// <summary>Whether reports show the state of processes: it may hold what should not be in everyday logs.</summary>
    internal bool ShowsState => logger.IsEnabled(LogLevel.Debug);

    [LoggerMessage(EventId = 1, Message = "Process {Process} ({Module}) crashed with {Reason} while handling {LastMessage}. State: {State}. Label: {Label}. Callers: {Callers}. Ancestors: {Ancestors}. Links: {Links}. Mailbox: {MailboxLength}. Restarts: {Restarts}. Client: {Client}")]
    internal partial void Crash(LogLevel level, Exception? exception, string process, string module, string reason, string lastMessage, string state, string label, string callers, string ancestors, string links, int mailboxLength, int restarts, string client);

    /// <summary>The properties that a process wants on what is logged about it.</summary>
    internal IDisposable? BeginScope(IReadOnlyList<KeyValuePair<string, object?>> values) => logger.BeginScope(values);

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

    [LoggerMessage(EventId = 4, Message = "Supervisor {Supervisor}: child {Child} {Context} with {Reason}")]
    internal partial void SupervisorReport(LogLevel level, string supervisor, string child, string context, string reason);

    [LoggerMessage(5, LogLevel.Debug, "Supervisor {Supervisor} started {Child} as {Pid}")]
    internal partial void Progress(string supervisor, string child, string pid);

    [LoggerMessage(6, LogLevel.Information, "Trace {Process}: {Direction} {Message}")]
    internal partial void SysTrace(string process, string direction, string message);

    [LoggerMessage(40, LogLevel.Error, "Application {Application} failed in {Callback} and goes on stopping")]
    internal partial void ApplicationCallback(Exception exception, string application, string callback);

    [LoggerMessage(41, LogLevel.Error, "Application {Application} ({Type}) ended by itself with {Reason}")]
    internal partial void ApplicationEnded(string application, string type, string reason);

    [LoggerMessage(EventId = 43, Message = "Application {Application} did not start: {Reason}")]
    internal partial void ApplicationStart(LogLevel level, string application, string reason);

    [LoggerMessage(42, LogLevel.Warning, "The host's shutdown timeout is over and applications still run. What is left is killed")]
    internal partial void ShutdownTimeout();
}
