using System.Net;
using System.Net.Sockets;

namespace Zhar;

/// <summary>A port of the loopback interface that nobody uses yet.</summary>
internal static class FreePort
{
    internal static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
