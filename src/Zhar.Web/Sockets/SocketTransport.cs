namespace Zhar.Web;

/// <summary>Carries frames to one client: a WebSocket, a long-poll session, or a test.</summary>
internal abstract class SocketTransport
{
    /// <summary>The name in logs and metrics.</summary>
    internal abstract string Name { get; }

    /// <summary>Puts a frame behind those that wait. True: the caller has to call <see cref="Flush"/>, here or elsewhere. From any thread.</summary>
    internal abstract bool Enqueue(Frame frame);

    /// <summary>Writes what waits. Does not wait for a slow client.</summary>
    internal abstract void Flush();

    /// <summary>Ends the connection after what waits has been written.</summary>
    /// <param name="code">RFC 6455 §7.4.</param>
    /// <param name="reason">For the client; at most 123 bytes.</param>
    internal abstract void Close(int code, string reason);

    /// <summary>Ends the connection at once.</summary>
    internal abstract void Abort();

    /// <summary>Looks at the limits of time.</summary>
    /// <param name="now">Milliseconds of the host's clock.</param>
    internal abstract void Sweep(long now);

    /// <summary>Sends a frame.</summary>
    internal void Send(Frame frame)
    {
        if (Enqueue(frame))
            Flush();
    }
}

/// <summary>The close codes that are sent. RFC 6455 §7.4.1 and IANA's registry.</summary>
internal static class CloseCodes
{
    internal const int GoingAway = 1001;
    internal const int InvalidPayload = 1007;
    internal const int TooBig = 1009;
    internal const int ServiceRestart = 1012;
}
