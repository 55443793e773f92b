using System.Threading.Channels;

namespace Zhar.Benchmarks.Servers;

/// <summary>Says that it is up, then crashes when it is told to.</summary>
internal sealed partial class Crasher : GenServer<int>
{
    private Init<int> Init(ChannelWriter<Crasher.Ref> up)
    {
        up.TryWrite(new Ref(Self));
        return Ok(0);
    }

    [Cast]
    private void Crash() => throw new InvalidOperationException("Crashes on purpose.");
}
