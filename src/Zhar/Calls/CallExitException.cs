namespace Zhar;

/// <summary>A call failed: there was no such server, it ended before it replied, or no reply came in time.</summary>
/// <remarks>
/// Uncaught, it ends the calling process with <see cref="ProcessExitException.Reason"/>, as OTP's <c>exit({Reason, {gen_server, call, …}})</c> does.
/// After a timeout the server may still handle the request; its late reply is dropped. Source: OTP gen_server:call/3.
/// </remarks>
public sealed class CallExitException : ProcessExitException
{
    internal CallExitException(ExitReason reason, ServerRef server, string request, TimeSpan timeout, string? detail)
        : base(reason, Text(reason, server, request, timeout, detail))
    {
        Server = server;
        Request = request;
        Timeout = timeout;
        Detail = detail;
    }

    /// <summary>The server that was called.</summary>
    public ServerRef Server { get; }

    /// <summary>The request, as <c>Increment(2)</c>.</summary>
    public string Request { get; }

    /// <summary>The timeout that the call was made with.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>More about the failure: what the server was doing when the call timed out, or the path of a deadlock.</summary>
    public string? Detail { get; }

    private static string Text(ExitReason reason, ServerRef server, string request, TimeSpan timeout, string? detail)
    {
        var what = reason.Tag switch
        {
            "noproc" => $"there is no process {server}. Start it first, or put it under a supervisor before its callers",
            "timeout" => $"no reply within {timeout.TotalMilliseconds:0} ms",
            "calling_self" => "a process cannot call itself: it would wait for itself for ever. Call the method directly instead",
            "nodedown" => $"the connection to its node '{reason.Value}' is lost, or there was none. Connect the nodes first, and call again after a NodeUp",
            "deadlock" => "the processes would wait for each other for ever",
            "not_a_server" => "the process is no server and answers no calls. Send it a message with Process.Send, or make it a GenServer",
            _ => $"the server exited with '{reason}'",
        };
        return $"Call {request} to {server} failed: {what}.{(detail is null ? "" : " " + detail)}";
    }
}
