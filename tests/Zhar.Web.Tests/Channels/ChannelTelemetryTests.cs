using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Web.Tests.Channels;

public sealed class ChannelTelemetryTests
{
    [Fact]
    public async Task Connects_joins_and_messages_are_measured_under_the_names_of_phoenix()
    {
        var measured = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Zhar.Web" && instrument.Name.StartsWith("phoenix.socket", StringComparison.Ordinal) | instrument.Name.StartsWith("phoenix.channel", StringComparison.Ordinal))
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value > 0, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value == 1, tags));
        listener.Start();

        var test = await ChannelTests.Start();
        var socket = await test.Connect();
        await test.TryConnect(Params.Of(("refuse", "yes")));
        var room = await socket.Join("room:1");
        await socket.TryJoin("room:2", Params.Of(("mode", "refuse")));
        await room.Push("add", ("a", 1)).AssertReply();
        await room.Push("made up by a client").AssertReply("error");
        await room.Settle();
        await test.DisposeAsync();

        // Other tests are measured too, so these are among what came.
        foreach (var expected in new[]
        {
            "phoenix.socket_connected socket=SampleSocket transport=test result=ok", "phoenix.socket_connected socket=SampleSocket transport=test result=error",
            "phoenix.channel_joined channel=RoomChannel result=ok", "phoenix.channel_joined channel=RoomChannel result=error",
            "phoenix.channel_handled_in channel=RoomChannel event=add", "phoenix.channel_handled_in channel=RoomChannel event=other",
            "phoenix.socket_drain socket=SampleSocket transport=test",
        })
        {
            Assert.Contains(expected, measured);
        }

        Assert.DoesNotContain(measured, m => m.Contains("made up", StringComparison.Ordinal));

        void Note(Instrument instrument, bool isSane, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = instrument.Name;
            foreach (var (key, value) in tags)
                text += $" {key}={value}";
            measured.Enqueue(isSane ? text : "not sane: " + text);
        }
    }

    [Fact]
    public async Task A_message_of_a_client_runs_in_a_span()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Zhar.Web",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var test = await ChannelTests.Start();
        var room = await (await test.Connect()).Join("room:span");

        await room.Push("add", ("a", 1)).AssertReply();
        await room.Settle();

        var span = Assert.Single(spans, s => s.OperationName == "phoenix.channel_handled_in" && Equals(s.GetTagItem("topic"), "room:span"));
        Assert.Equal(("RoomChannel", "add"), (span.GetTagItem("channel"), span.GetTagItem("event")));
    }
}
