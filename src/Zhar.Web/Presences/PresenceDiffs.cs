namespace Zhar.Web;

/// <summary>Tells the topics what has changed, in order. Apart from the presence's process, so that a slow <c>Fetch</c> holds nobody up who tracks.</summary>
internal sealed partial class PresenceDiffs : GenServer<PresenceStart>
{
    private Init<PresenceStart> Init([Transfer] PresenceStart start) => Ok(start);

    [Cast] private async ValueTask Tell([Transfer] PresenceView view, [Transfer] PresenceChanges changes)
    {
        foreach (var (topic, (joins, leaves)) in changes.Topics)
        {
            var diff = new PresenceDiff(topic, await view.Show(topic, joins), await view.Show(topic, leaves));

            // Each node tells its own clients, when it knows of the change itself.
            State.Options.PubSub.LocalBroadcast(topic, new Broadcast(topic, "presence_diff", view.Json.Encode(diff)), ChannelDispatcher.Instance);
            await view.Presence.CallHandleMetas(diff);
        }
    }
}
