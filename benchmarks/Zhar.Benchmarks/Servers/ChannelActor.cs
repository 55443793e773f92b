using System.Threading.Channels;
using Zhar.Benchmarks.Measuring;

namespace Zhar.Benchmarks.Servers;

/// <summary>What a .NET developer writes by hand: an unbounded channel and a task that reads it.</summary>
internal abstract class ChannelActor<T>
{
    private readonly Channel<T> _inbox = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });

    internal void Send(T message) => _inbox.Writer.TryWrite(message);

    internal void Start() => _ = Task.Run(Loop);

    internal void Stop() => _inbox.Writer.TryComplete();

    protected abstract void Handle(T message);

    private async Task Loop()
    {
        var reader = _inbox.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var message))
                Handle(message);
        }
    }
}

/// <summary>A message that is allocated for each send, as an application's would be.</summary>
internal sealed record Ball(int Left);

internal sealed class ChannelPlayer : ChannelActor<Ball>
{
    internal ChannelPlayer? Peer { get; set; }

    internal Countdown? Done { get; set; }

    protected override void Handle(Ball message)
    {
        if (message.Left > 0)
            Peer!.Send(new Ball(message.Left - 1));
        else if (Done is { } done)
            done.Signal();
        else
            Peer!.Send(new Ball(0));
    }
}

internal sealed class ChannelSink : ChannelActor<Ball>
{
    internal int Left { get; set; }

    internal Countdown? Done { get; set; }

    protected override void Handle(Ball message)
    {
        if (--Left == 0)
            Done!.Signal();
    }
}

/// <summary>A request whose reply is a TaskCompletionSource.</summary>
internal sealed class ChannelCounter : ChannelActor<TaskCompletionSource<int>>
{
    private int _count;

    internal Task<int> Ask()
    {
        var reply = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(reply);
        return reply.Task;
    }

    protected override void Handle(TaskCompletionSource<int> message) => message.SetResult(++_count);
}
