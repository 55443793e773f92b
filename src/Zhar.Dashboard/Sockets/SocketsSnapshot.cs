using System.Collections.Immutable;
using Zhar.Live;
using Zhar.Runtime;
using Zhar.Web;

namespace Zhar.Dashboard;

/// <summary>The connections of clients and what they have joined, at one moment.</summary>
internal sealed record SocketsSnapshot(ImmutableArray<SocketCount> Counts, ImmutableArray<LivePage> Pages, ImmutableArray<JoinedChannel> Channels, bool IsCut)
{
    internal const int MaxSockets = 200, MaxRows = 200;

    internal static SocketsSnapshot Take(Node node)
    {
        var counts = ImmutableArray.CreateBuilder<SocketCount>();
        var pages = ImmutableArray.CreateBuilder<LivePage>();
        var channels = ImmutableArray.CreateBuilder<JoinedChannel>();
        var isCut = false;
        foreach (var host in node.NamedServices.Values.OfType<SocketHost>().OrderBy(static h => h.Kind.ServiceName, StringComparer.Ordinal))
        {
            var sockets = host.Some(MaxSockets);
            counts.Add(new(host.Name, host.Kind.ServiceName, host.Count, host.Owner.Pid));
            isCut |= host.Count > sockets.Count;
            foreach (var socket in sockets)
            {
                foreach (var channel in socket.Channels())
                {
                    isCut |= pages.Count >= MaxRows || channels.Count >= MaxRows;
                    if ((channel.Pid.Target as ProcessCore)?.Behaviour is ILiveServer { Socket: { } live } && pages.Count < MaxRows)
                        pages.Add(new(channel.Pid, live.Definition.Name, live.Uri.IsAbsoluteUri ? live.Uri.AbsolutePath : "", live.User.Identity?.Name, socket.TransportName, socket.Pid, live.Mounts));
                    else if (channels.Count < MaxRows)
                        channels.Add(new(channel.Pid, channel.Definition.Name, channel.Topic, socket.TransportName, socket.Pid));
                }
            }
        }

        return new(counts.ToImmutable(), [.. pages.OrderBy(static p => p.Pid.Number)], [.. channels.OrderBy(static c => c.Pid.Number)], isCut);
    }
}

/// <summary>A mounted socket and how many clients it has.</summary>
internal sealed record SocketCount(string Name, string Service, int Clients, Pid Owner);

/// <summary>A live page that is open in a browser.</summary>
internal sealed record LivePage(Pid Pid, string View, string Path, string? User, string Transport, Pid Socket, int Mounts);

/// <summary>A channel that a client has joined.</summary>
internal sealed record JoinedChannel(Pid Pid, string Name, string Topic, string Transport, Pid Socket);
