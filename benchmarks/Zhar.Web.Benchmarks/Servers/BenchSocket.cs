using System.Text.Json;
using System.Text.Json.Serialization;
using Zhar.Web;

namespace Zhar.Benchmarks.Web.Servers;

/// <summary>The room of the socket chapters, as a channel.</summary>
internal sealed class BenchSocket : Socket
{
    protected override void Channels() => Channel<BenchChannel>("room:*");

    protected override ValueTask<ConnectResult> Connect(Params p, ConnectInfo info) => new(Accept());
}

/// <summary>One process for each client, which knows nothing but its topic.</summary>
internal sealed partial class BenchChannel : Channel<Unit>
{
    private Join<Unit> Join(string topic) => Ok(default(Unit));

    [HandleIn("shout")] private void Shout(Shouted shouted) => Broadcast("shout", shouted);

    [HandleIn("echo")] private Echoed Echo(Echoed echoed) => echoed;
}

internal sealed record Shouted(string Body, int N);

internal sealed record Echoed(int A);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Shouted))]
[JsonSerializable(typeof(Echoed))]
internal sealed partial class BenchSocketJson : JsonSerializerContext;
