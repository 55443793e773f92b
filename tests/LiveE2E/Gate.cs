using System.Globalization;
using System.Security.Cryptography;
using Zhar;
using Zhar.Live;

namespace LiveE2E;

/// <summary>Holds each event of a view back until it is released by name, so that a spec sees what the page looks like meanwhile.</summary>
public sealed class Gate : LiveHook
{
    /// <summary>Lets the next event of a name through.</summary>
    public sealed record Opened(string Event);

    /// <summary>Where a view hears that an event may pass.</summary>
    public static string Topic(string view) => $"gate:{view}";

    /// <summary>Gives the view a name by which it can be reached, and answers with it.</summary>
    public static Answer<ViewName> Name()
    {
        var view = RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        PubSub.Default.Subscribe(Topic(view));
        return new(new(["0", view, "0"]));
    }

    public override async ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent)
    {
        if (liveEvent.Name != "ping")
            await Process.Receive<Opened>(opened => opened.Event == liveEvent.Name);
        return true;
    }
}
