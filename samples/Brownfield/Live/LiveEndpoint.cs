using Zhar.Live;
using Zhar.Web;

namespace Playhouse.Live;

/// <summary>Connects the live views of the Razor pages. It opens no port: the program mounts it under /zhar.</summary>
public sealed class LiveEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .Session(s => s.Key = "playhouse_live")
        .LiveSocket("/live", new LiveOptions().Embeds<SeatsLive>());
}
