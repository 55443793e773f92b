using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Diagnostics;

public sealed partial class MeterTests
{
    [Fact]
    public async Task The_instruments_show_processes_spawns_timers_and_mailboxes_of_a_node()
    {
        await using var node = Node.Start(new NodeOptions { Name = "measured@localhost" });
        var values = await node.Run(async self =>
        {
            Process.SendAfter(self.Pid, TimeSpan.FromHours(1), "later");
            var sleeper = Process.Spawn(static async s => await s.Receive<Unit>());
            for (var i = 0; i < 5; i++)
                self.Pid.Send(i);
            await Process.Delay(TimeSpan.FromMilliseconds(1));
            return Collect("measured@localhost");
        });

        Assert.Equal(2, values[Telemetry.ProcessCountName]);
        Assert.True(values[Telemetry.SpawnsName] >= 2);
        Assert.Equal(1, values[Telemetry.TimersName]);
        Assert.True(values[Telemetry.MailboxLengthName] >= 5);
        Assert.True(values.ContainsKey(Telemetry.SchedulerLagName));
        Assert.True(values.ContainsKey(Telemetry.RetakesName));
        Assert.True(values.ContainsKey(Telemetry.DetachedName));
        Assert.True(values.ContainsKey(Telemetry.ZombiesName));
    }

    [Fact]
    public async Task Looking_at_the_instruments_starts_no_process()
    {
        await using var node = Node.Start(new NodeOptions { Name = "watched@localhost" });

        var before = Collect("watched@localhost")[Telemetry.SpawnsName];
        var after = Collect("watched@localhost")[Telemetry.SpawnsName];
        var own = await node.Run(static self => Task.FromResult(self.Pid));

        Assert.Equal((0, 0), (before, after));
        Assert.Equal(1, own.Number);
    }

    [Fact]
    public async Task Looking_at_the_instruments_leaves_a_deterministic_schedule_alone()
    {
        await using var node = TestNode.Deterministic(seed: 1);

        await node.Run(static async _ =>
        {
            var collecting = new Thread(static () => Collect("test@localhost"));
            collecting.Start();
            collecting.Join();
            await Process.Delay(TimeSpan.FromSeconds(1));
        });

        Assert.True(node.Schedule.CanReplay);
    }

    [Fact]
    public async Task Timeouts_and_deadlocks_are_counted()
    {
        await using var node = Node.Start();
        using var counter = new Counters(Telemetry.CallTimeoutsName, Telemetry.DeadlocksName, Telemetry.CrashesName);
        var slow = await node.Run(async _ => await Slow.Start());

        await Assert.ThrowsAsync<CallExitException>(async () => await slow.Never(TimeSpan.FromMilliseconds(1)));
        await Assert.ThrowsAsync<CallExitException>(async () => await slow.CallYourself());

        Assert.True(counter.Of(Telemetry.CallTimeoutsName) >= 1);
        Assert.True(counter.Of(Telemetry.DeadlocksName) >= 1);
        Assert.True(counter.Of(Telemetry.CrashesName) >= 1);
    }

    [Fact]
    public void Every_instrument_is_in_the_reference()
    {
        var reference = Repository.Read("docs", "reference", "telemetry.md");
        var names = typeof(Telemetry).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral).Select(static f => (string)f.GetValue(null)!);

        Assert.All(names, name => Assert.Contains($"`{name}`", reference, StringComparison.Ordinal));
    }

    private static Dictionary<string, double> Collect(string node)
    {
        var values = new Dictionary<string, double>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, l) => { if (instrument.Meter.Name == Telemetry.MeterName) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return values;

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == Telemetry.NodeTag && !Equals(tag.Value, node))
                    return;
            }

            values[instrument.Name] = value;
        }
    }

    internal sealed partial class Slow : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private void Never(From<int> from) => State++;

#pragma warning disable ZHAR0008 // the mistake that this test is about
        [Call]
        private async Task<int> CallYourself() => await new Ref(Self).CallYourself();
#pragma warning restore ZHAR0008
    }

    /// <summary>Sums counters while it lives. Other tests count too, so only a lower bound is known.</summary>
    private sealed class Counters : IDisposable
    {
        private readonly ConcurrentDictionary<string, long> _sums = new();
        private readonly MeterListener _listener;

        internal Counters(params string[] names)
        {
            _listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (names.Contains(instrument.Name)) l.EnableMeasurementEvents(instrument); } };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
            _listener.Start();
        }

        internal long Of(string name) => _sums.GetValueOrDefault(name);

        public void Dispose() => _listener.Dispose();
    }
}
