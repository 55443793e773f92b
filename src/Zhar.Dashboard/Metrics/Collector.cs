using Zhar.Runtime;

namespace Zhar.Dashboard;

/// <summary>The process under the endpoint that owns the listeners: what happens over time is here before a page is opened.</summary>
internal sealed partial class Collector : GenServer<Recorder>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private Init<Recorder> Init(CollectorSettings settings)
    {
        var recorder = new Recorder(settings, Node.Current.Name, Node.Current.Clock);
        Core.AddOwned(new Owned(recorder)); // also when it is killed, which runs no Terminate
        if (settings.Always)
            recorder.Start();
        return Ok(recorder);
    }

    [Call] private MetricsSnapshot Metrics(string? meter) => Looked().Metrics(meter);

    [Call] private RequestsSnapshot Requests(string? search, int limit) => Looked().Requests(search, limit);

    [Call] private QueriesSnapshot Queries() => Looked().Queries();

    [Tick("00:00:01")] private void Sample()
    {
        if (State.Settings.Always || State.SinceLook < Patience)
            State.Sample();
        else
            State.Stop();
    }

    private Recorder Looked()
    {
        State.Start();
        State.Look();
        return State;
    }

    private sealed class Owned(Recorder recorder) : IOwned
    {
        public void Release(ProcessCore owner, ExitReason reason) => recorder.Stop();
    }
}
