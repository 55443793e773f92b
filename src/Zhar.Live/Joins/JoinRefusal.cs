using Zhar.Web;

namespace Zhar.Live;

/// <summary>The process that stands for a view which may not be joined: it answers and ends.</summary>
internal sealed partial class JoinRefusal : GenServer<ChannelContext>
{
    private Init<ChannelContext> Init(ChannelContext channel, string reason)
    {
        channel.Pid = Self;
        Process.Link(channel.Socket.Pid);
        if (channel.TryMove(ChannelContext.Step.Joining, ChannelContext.Step.Refused))
            channel.Reply(channel.JoinMessage?.Ref, "error", ErrorPayload.Of(reason));
        return Ok(channel).ThenContinue(new Done());
    }

    [Continue] private Next OnDone(Done done) => Stop(ExitReason.ShutdownWith("join_refused"));

    internal sealed record Done;
}
