using System.Diagnostics;
using Xunit;

namespace Zhar.Tests.Diagnostics;

/// <summary>What listens to the spans concerns the whole OS process, so these run one after the other and not beside other tests.</summary>
[Collection(nameof(TracingTests))]
[CollectionDefinition(nameof(TracingTests), DisableParallelization = true)]
public sealed partial class TracingTests
{
    private static readonly ActivitySource Outside = new("Zhar.Tests.Outside");

    [Fact]
    public async Task A_call_continues_the_callers_trace_through_every_server_on_its_way()
    {
        using var spans = new Spans();
        await using var node = Node.Start();
        var (outer, inner) = await Pair(node);

        using var root = Outside.StartActivity("request")!;
        Assert.Equal(2, await outer.AskInner());
        root.Stop();

        var first = spans.Of(root, "AskInner");
        var second = spans.Of(root, "Answer");
        Assert.Equal(root.SpanId, first.ParentSpanId);
        Assert.Equal(first.SpanId, second.ParentSpanId);
        Assert.Equal(inner.Address.Pid.ToString(), second.GetTagItem(Telemetry.PidTag));
    }

    [Fact]
    public async Task Casts_plain_messages_and_topics_carry_the_trace()
    {
        using var spans = new Spans();
        await using var node = Node.Start();
        (await node.Start(PubSub.Child())).OrThrow();
        var (outer, inner) = await Pair(node);
        await inner.SubscribeTo("news");

        using var root = Outside.StartActivity("request")!;
        inner.Note("cast");
        node.Send(inner.Address.Pid, "info");
        PubSub.Default.On(node).Broadcast("news", "topic");
        var heard = await inner.Heard();
        root.Stop();

        Assert.Equal(["cast", "info", "topic"], heard);
        foreach (var name in new[] { "Note", "info", "topic" })
            Assert.Equal(root.SpanId, spans.Of(root, name).ParentSpanId);
    }

    [Fact]
    public async Task A_task_runs_in_the_trace_of_who_started_it()
    {
        using var spans = new Spans();
        await using var node = Node.Start();
        var (outer, _) = await Pair(node);

        using var root = Outside.StartActivity("request")!;
        var inTask = await outer.TraceOfTask();
        root.Stop();

        Assert.Equal(root.TraceId.ToString(), inTask);
    }

    [Fact]
    public async Task An_activity_does_not_leak_to_the_next_message()
    {
        using var spans = new Spans();
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        var (_, inner) = await Pair(node);

        // Both are in the mailbox before the server runs again, so they are handled in one turn.
        var seen = await node.Run(async _ =>
        {
            inner.LeaveOpen();
            inner.LookAround();
            return await inner.Seen();
        });

        Assert.Equal("", seen);
    }

    [Fact]
    public async Task A_reply_after_the_servers_stop_reaches_a_traced_caller()
    {
        using var spans = new Spans();
        await using var node = Node.Start();
        var (_, inner) = await Pair(node);

        using var root = Outside.StartActivity("request")!;
        Assert.Equal("bye", await inner.Leave());
    }

    [Fact]
    public async Task Without_a_listener_a_message_is_not_one_byte_larger()
    {
        await using var node = Node.Start();
        var (_, inner) = await Pair(node);
        Assert.False(Telemetry.HasListeners);

        var plain = Cost(node, inner);
        using var current = new Activity("request").Start();
        var traced = Cost(node, inner);

        Assert.Equal(plain, traced);

        // The counter-proof: with a listener the wrapper is there.
        using var spans = new Spans();
        Assert.True(Cost(node, inner) > plain);
    }

    /// <summary>Bytes that this thread allocates for a thousand plain messages and casts.</summary>
    private static long Cost(Node node, Listener.Ref server)
    {
        const string Message = "info";
        var pid = server.Address.Pid;
        Send(); // whatever is made once is made now
        var before = GC.GetAllocatedBytesForCurrentThread();
        Send();
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Send()
        {
            for (var i = 0; i < 1000; i++)
            {
                node.Send(pid, Message);
                server.Note(Message);
            }
        }
    }

    private static Task<(Asker.Ref Outer, Listener.Ref Inner)> Pair(Node node) => node.Run(async _ =>
    {
        var inner = await Listener.Start();
        return (await Asker.Start(inner), inner);
    });

    internal sealed partial class Asker : GenServer<Listener.Ref>
    {
        private Init<Listener.Ref> Init(Listener.Ref inner) => Ok(inner);

        [Call]
        private async Task<int> AskInner() => 1 + await State.Answer();

        [Call]
        private async Task<string> TraceOfTask() => await ProcessTask.Async(static () => Activity.Current?.TraceId.ToString() ?? "").Await();
    }

    internal sealed partial class Listener : GenServer<Listener.Notes>
    {
        private Init<Notes> Init() => Ok(new Notes([], ""));

        [Call]
        private int Answer() => 1;

        [Call]
        private void SubscribeTo(string topic) => PubSub.Subscribe(topic);

        [Cast]
        private void Note(string text) => Add(text);

        [Info]
        private void OnText(string text) => Add(text);

        [Call]
        private IReadOnlyList<string> Heard() => State.Heard;

        [Cast]
        private void LeaveOpen() => new Activity("left open").Start();

        [Cast]
        private void LookAround() => State = State with { Seen = Activity.Current?.OperationName ?? "" };

        [Call]
        private string Seen() => State.Seen;

        [Call]
        private CallResult<string> Leave() => Stop(ExitReason.Normal, "bye");

        private void Add(string text)
        {
            if (State.Heard.Count < 10)
                State = State with { Heard = [.. State.Heard, text] };
        }

        internal sealed record Notes(IReadOnlyList<string> Heard, string Seen);
    }

    /// <summary>Listens to all spans and keeps those of the library.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<Activity> _stopped = new();
        private readonly ActivityListener _listener;

        internal Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name is Telemetry.SourceName or "Zhar.Tests.Outside",
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => _stopped.Enqueue(activity),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        /// <summary>The span of <paramref name="root"/>'s trace that handled a message which is shown like this. A reply may come just before its span ends.</summary>
        internal Activity Of(Activity root, string message)
        {
            var patience = Stopwatch.StartNew();
            while (true)
            {
                var found = _stopped.FirstOrDefault(a => a.TraceId == root.TraceId && (a.GetTagItem(Telemetry.MessageTag) as string)?.StartsWith(message, StringComparison.Ordinal) == true);
                if (found is not null)
                    return found;
                Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), $"No span for {message}.");
                Thread.Sleep(1);
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
