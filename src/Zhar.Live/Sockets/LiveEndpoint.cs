using Zhar.Web;

namespace Zhar.Live;

/// <summary>The socket of live pages.</summary>
internal sealed class LiveEndpoint(LiveHost host) : Socket
{
    /// <summary>Where the connection keeps the request that opened it.</summary>
    internal const string InfoKey = "zhar.live.connect_info";

    /// <summary>The value of the session that names all pages of a login: a broadcast of <c>disconnect</c> to it ends them.</summary>
    internal const string SessionIdKey = "live_socket_id";

    protected override void Channels()
    {
        Routes.Add("lv:*", new ChannelDefinition(typeof(LiveEndpoint), channel => LiveJoin.Child(host, channel))
        {
            Prepare = channel => LiveJoin.Child(host, channel),
            LogsHandleIn = false,
            LogsJoin = false,
        });
        Routes.Add(UploadChannel.Topics, new ChannelDefinition(typeof(UploadChannel), channel => UploadChannel.Child(host, channel)) { LogsHandleIn = false, LogsJoin = false });
    }

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) =>
        new(Accept((info.Session as Session)?[SessionIdKey]).Assign(InfoKey, info));
}

/// <summary>The kind of that socket: one for each endpoint.</summary>
internal sealed class LiveSocketKind(LiveHost host) : SocketKind(typeof(LiveEndpoint), host.Path)
{
    internal override Socket Create(IServiceProvider services) => new LiveEndpoint(host);
}
