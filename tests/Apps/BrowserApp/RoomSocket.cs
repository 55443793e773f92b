using Zhar;
using Zhar.Web;

namespace BrowserApp;

public sealed class RoomSocket : Socket
{
    internal const string Salt = "room";

    protected override void Channels() => Channel<RoomChannel>("room:*");

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(
        Token.Verify(info.Keys!, Salt, p.Get("token") ?? "", TimeSpan.FromHours(1)) is ValidToken<string> valid // the socket stands in an endpoint
            ? Accept($"user:{valid.Data}").Assign("user", valid.Data)
            : Refuse("no valid token"));
}
