using Zhar.Live;
using Zhar.Web;

namespace LiveE2E;

/// <summary>What every request passes through.</summary>
public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets()
        .RequestId()
        .Telemetry()
        .ParseBody()
        .Session()
        .LiveSocket("/live")
        .Router<Router>();
}
